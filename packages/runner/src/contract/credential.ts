import type { Contract, Operation, SecurityScheme } from '../document/document.ts';
import { noProof, type Proof } from './draft.ts';

/** What the run may show to the service. It is never part of a finding. */
export interface Credentials {
  /** For bearer, OAuth 2 and OpenID Connect schemes; for API keys too where `apiKey` is not given. */
  token?: string | undefined;
  apiKey?: string | undefined;
  /** `user:password`. */
  basic?: string | undefined;
  /** By the name of the security scheme; wins over the others. */
  schemes?: Record<string, string> | undefined;
  /** Sent with every call that shows credentials. */
  headers?: Record<string, string> | undefined;
}

/** What no text may hold. */
export function secretsOf({ token, apiKey, basic, schemes, headers }: Credentials): (string | undefined)[] {
  const password = basic?.slice(basic.indexOf(':') + 1);
  return [token, apiKey, basic, password, ...Object.values(schemes ?? {}), ...Object.values(headers ?? {})];
}

function valueFor(scheme: SecurityScheme, { token, apiKey, basic, schemes }: Credentials): string | undefined {
  const named = schemes?.[scheme.name];
  if (named !== undefined) return named;
  if (scheme.type === 'apiKey') return apiKey ?? token;
  return isBasic(scheme) ? (basic ?? token) : token;
}

const isBasic = ({ type, scheme }: SecurityScheme) => type === 'http' && scheme === 'basic';

/** `user:password`, or that in Base64 already. */
const basicText = (value: string) => (value.includes(':') ? Buffer.from(value).toString('base64') : value);

/** Swagger 2.0 has no bearer scheme: there, a key in `Authorization` is one, unless the text begins with a scheme already. */
const isBearerKey = ({ type, in: place, key }: SecurityScheme) => type === 'apiKey' && place === 'header' && key.toLowerCase() === 'authorization';

function show(scheme: SecurityScheme, value: string): Proof {
  if (scheme.type === 'apiKey') {
    if (scheme.in === 'query') return { ...noProof, query: [[scheme.key, value]] };
    if (scheme.in === 'cookie') return { ...noProof, cookies: [[scheme.key, value]] };
    return { ...noProof, headers: { [scheme.key.toLowerCase()]: isBearerKey(scheme) && !value.includes(' ') ? `Bearer ${value}` : value } };
  }
  return { ...noProof, headers: { authorization: isBasic(scheme) ? `Basic ${basicText(value)}` : `Bearer ${value}` } };
}

function join(proofs: Proof[]): Proof {
  return {
    headers: Object.assign({}, ...proofs.map(({ headers }) => headers)),
    query: proofs.flatMap(({ query }) => query),
    cookies: proofs.flatMap(({ cookies }) => cookies),
  };
}

const schemesOf = ({ schemes }: Contract, names: string[]) => names.map((name) => schemes.get(name)).filter((scheme) => scheme !== undefined);

/** What to show for an operation: the first combination of schemes for which everything is at hand; null where something is missing. */
export function proofFor(contract: Contract, operation: Operation, credentials: Credentials): Proof | null {
  const extra: Proof = { ...noProof, headers: credentials.headers ?? {} };
  if (operation.security.length === 0) return extra;
  for (const names of operation.security) {
    const schemes = schemesOf(contract, names);
    const values = schemes.map((scheme) => valueFor(scheme, credentials));
    if (schemes.length === names.length && values.every((value) => value !== undefined))
      return join([extra, ...schemes.map((scheme, index) => show(scheme, values[index] as string))]);
  }
  return Object.keys(extra.headers).some((name) => /authorization|cookie|key|token/i.test(name)) ? extra : null;
}

/** How somebody may knock who must not be let in. */
export interface Pretence {
  proof: Proof;
  /** Something is missing; otherwise something is wrong. */
  isMissing: boolean;
  /** As a sentence goes on: "without credentials". */
  what: string;
}

const wrongValue = (scheme: SecurityScheme) => (isBasic(scheme) ? 'nobody:nothing' : 'not-a-credential');

/** One of several schemes that are all needed, missing, while the others are as they should be. */
function incomplete(schemes: SecurityScheme[], credentials: Credentials): Pretence[] {
  if (schemes.length < 2 || schemes.some((scheme) => valueFor(scheme, credentials) === undefined)) return [];
  return schemes.map((left) => {
    const others = schemes.filter((scheme) => scheme !== left);
    const proof = join(others.map((scheme) => show(scheme, valueFor(scheme, credentials) as string)));
    return { proof, isMissing: true, what: `without ${left.name}` };
  });
}

/** Every way to knock at an operation that asks for credentials; none where it is open. */
export function pretencesFor(contract: Contract, operation: Operation, credentials: Credentials): Pretence[] {
  if (operation.security.length === 0) return [];
  const combinations = operation.security.map((names) => schemesOf(contract, names)).filter((schemes) => schemes.length > 0);
  const wrong = combinations.map((schemes): Pretence => {
    const proof = join(schemes.map((scheme) => show(scheme, wrongValue(scheme))));
    return { proof, isMissing: false, what: `with wrong credentials (${schemes.map(({ name }) => name).join(' and ')})` };
  });
  return [
    { proof: noProof, isMissing: true, what: 'without credentials' },
    ...wrong,
    ...combinations.flatMap((schemes) => incomplete(schemes, credentials)),
  ];
}

/** Which options would open an operation, for whoever has not given any. */
export function wantedFor(contract: Contract, operation: Operation): string {
  const schemes = schemesOf(contract, operation.security[0] ?? []);
  const optionOf = ({ type, scheme }: SecurityScheme) => {
    if (type === 'apiKey') return '--api-key';
    return type === 'http' && scheme === 'basic' ? '--basic user:password' : '--token';
  };
  return [...new Set(schemes.map(optionOf))].join(' and ') || '--token';
}
