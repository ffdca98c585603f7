import { networkInterfaces } from 'node:os';
import { AppError } from '#lib/errors.ts';
import { type Address, isSame, layerOf, parseAddress, unwrapAddress } from './address.ts';
import { type AllowEntry, isLocalhost, namesHost, opensPort, parseAllowList, plainHost } from './outbound-list.ts';
import { foreignProtocolOf } from './outbound-port.ts';

export type OutboundMode = 'private' | 'list' | 'public';

export interface Socket {
  host: string;
  port: number;
}

/** What a policy is made of: plain data, from which a thread makes the same one. */
export interface OutboundSettings {
  allow: string;
  mode: OutboundMode;
  own: Socket[];
  ownUrls: string[];
}

/** Which addresses may be called. Made once from the environment; nothing in the app widens it. */
export interface OutboundPolicy {
  mode: OutboundMode;
  allow: AllowEntry[];
  /** Our own listening sockets and database: never called, whatever is listed. */
  own: Socket[];
  /** The exception: exact URLs of our own that may be looked at, and their origins. */
  ownUrls: ReadonlySet<string>;
  ownOrigins: ReadonlySet<string>;
  settings: OutboundSettings;
}

/** Where a call wants to go: `host` without brackets and closing dots. */
export interface Destination {
  origin: string;
  host: string;
  port: number;
}

export type DenialRule = 'form' | 'scheme' | 'never' | 'own' | 'port' | 'loopback' | 'private' | 'list';

const never = new Set(['metadata.google.internal', 'metadata.goog']);
const localhostAddresses = ['127.0.0.1', '::1'].map((text) => parseAddress(text)).filter((address) => address !== null);
const everyInterface = new Set(['', '*', '0.0.0.0', '::']);

export function parsePolicy(
  env: { SIGNALBOX_OUTBOUND_ALLOW: string; SIGNALBOX_OUTBOUND_MODE: OutboundMode },
  own: Socket[],
  ownUrls: string[] = [],
): OutboundPolicy {
  return makePolicy({ allow: env.SIGNALBOX_OUTBOUND_ALLOW, mode: env.SIGNALBOX_OUTBOUND_MODE, own, ownUrls });
}

export function makePolicy(settings: OutboundSettings): OutboundPolicy {
  const { allow, mode, own, ownUrls } = settings;
  const urls = ownUrls.map((url) => new URL(url));
  return {
    settings,
    mode,
    allow: parseAllowList(allow),
    own: own.map(({ host, port }) => ({ host: plainHost(host), port })),
    ownUrls: new Set(urls.map((url) => url.href)),
    ownOrigins: new Set(urls.map((url) => url.origin)),
  };
}

const shown = ({ host, port }: Destination) => `${host.includes(':') ? `[${host}]` : host}:${port}`;

function advice(policy: OutboundPolicy, to: Destination): string {
  if (policy.allow.length === 0) return `Start Signalbox with SIGNALBOX_OUTBOUND_ALLOW=${shown(to)} to let it look there.`;
  return `Add ${shown(to)} to SIGNALBOX_OUTBOUND_ALLOW and start Signalbox again to let it look there.`;
}

function messageOf(policy: OutboundPolicy, to: Destination, rule: DenialRule): string {
  switch (rule) {
    case 'own':
      return `${shown(to)} belongs to Signalbox itself or to its database. It never calls those; give the address of another service.`;
    case 'port':
      return `Port ${to.port} belongs to another protocol (${foreignProtocolOf(to.port)}). ${advice(policy, to)}`;
    case 'loopback':
      return `${shown(to)} is on Signalbox's own machine. ${advice(policy, to)}`;
    case 'private':
      return `${shown(to)} is in a private network, and SIGNALBOX_OUTBOUND_MODE=public forbids those. ${advice(policy, to)}`;
    case 'list':
      return `${shown(to)} is not listed, and SIGNALBOX_OUTBOUND_MODE=list forbids all else. ${advice(policy, to)}`;
    default:
      return `${shown(to)} is a metadata, link-local, multicast or unspecified address. Signalbox never calls those; give the address of a service.`;
  }
}

function deny(rule: DenialRule, message: string): AppError {
  return new AppError('outbound_denied', message, { details: { rule } });
}

export function denyDestination(policy: OutboundPolicy, to: Destination, rule: DenialRule): AppError {
  return deny(rule, messageOf(policy, to, rule));
}

function isOnThisMachine(address: Address): boolean {
  if (layerOf(address) === 'loopback') return true;
  return Object.values(networkInterfaces()).some((faces) =>
    faces?.some((face) => {
      const one = parseAddress(face.address);
      return one !== null && isSame(one, address);
    }),
  );
}

function isOwnSocket(own: Socket, to: Destination, addresses: Address[]): boolean {
  if (own.port !== to.port) return false;
  if (own.host === to.host) return true;
  if (everyInterface.has(own.host)) return addresses.some(isOnThisMachine);
  const ownAddress = parseAddress(own.host);
  const isLoopback = isLocalhost(own.host) || (ownAddress !== null && layerOf(ownAddress) === 'loopback');
  return addresses.some((address) => (isLoopback ? layerOf(address) === 'loopback' : ownAddress !== null && isSame(ownAddress, address)));
}

/** The rule that forbids calling this address, or null. */
export function judgeAddress(policy: OutboundPolicy, to: Destination, address: Address): DenialRule | null {
  const addresses = unwrapAddress(address);
  const layers = addresses.map(layerOf);
  if (layers.includes('never') || never.has(to.host)) return 'never';
  if (policy.ownOrigins.has(to.origin)) return null;
  if (policy.own.some((own) => isOwnSocket(own, to, addresses))) return 'own';
  const entries = policy.allow.filter((entry) => opensPort(entry, to.port) && namesHost(entry, to.host, addresses));
  if (foreignProtocolOf(to.port) !== null && !entries.some((entry) => entry.port !== null)) return 'port';
  if (entries.length > 0) return null;
  if (layers.includes('loopback')) return 'loopback';
  if (policy.mode === 'list') return 'list';
  return policy.mode === 'public' && layers.includes('private') ? 'private' : null;
}

/** What can be told of a host name before it is resolved: only what no address behind it could open. */
function judgeName(policy: OutboundPolicy, to: Destination): DenialRule | null {
  if (never.has(to.host)) return 'never';
  if (policy.own.some((own) => isOwnSocket(own, to, []))) return 'own';
  const entries = policy.allow.filter((entry) => opensPort(entry, to.port) && (entry.name === to.host || entry.networks.length > 0));
  if (foreignProtocolOf(to.port) !== null && !entries.some((entry) => entry.port !== null)) return 'port';
  return policy.mode === 'list' && entries.length === 0 ? 'list' : null;
}

/**
 * The addresses of a host that need no resolver: a literal, or `localhost`, of which only the listed ones are kept.
 * Null for a name; throws `outbound_denied` when nothing is left.
 */
export function fixedAddresses(policy: OutboundPolicy, to: Destination): Address[] | null {
  const literal = parseAddress(to.host);
  const addresses = literal ? [literal] : isLocalhost(to.host) ? localhostAddresses : null;
  if (addresses === null) return null;
  const allowed = addresses.filter((address) => judgeAddress(policy, to, address) === null);
  if (allowed.length > 0) return allowed;
  throw denyDestination(policy, to, judgeAddress(policy, to, addresses[0] as Address) ?? 'never');
}

export function destinationOf(url: URL): Destination {
  return { origin: url.origin, host: plainHost(url.hostname), port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)) };
}

function parseUrl(text: string): URL {
  if (text.length > 4096 || /[\\\s\p{Cc}]/u.test(text) || !URL.canParse(text))
    throw deny('form', 'This is not a web address. Give one such as https://orders.example.com, without spaces and backslashes.');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw deny('scheme', 'Signalbox calls http and https addresses only. Give one of those.');
  if (url.username !== '' || url.password !== '')
    throw deny('form', 'Give the address without user name and password; keep credentials in the API key or bearer token.');
  return url;
}

/** The static part of the policy: all that can be told without resolving a name. Throws `outbound_denied`, else gives the canonical URL. */
export function checkUrl(policy: OutboundPolicy, text: string): URL {
  const url = parseUrl(text);
  url.hash = '';
  if (policy.ownUrls.has(url.href)) return url;
  const to = destinationOf(url);
  if (to.host === '') throw deny('form', 'This address has no host.');
  if (policy.ownOrigins.has(to.origin)) throw denyDestination(policy, to, 'own');
  const rule = fixedAddresses(policy, to) ? null : judgeName(policy, to);
  if (rule !== null) throw denyDestination(policy, to, rule);
  return url;
}
