import { AnswerError, ask, askWith, type Server } from '../ask.ts';
import { CommandError } from '../fault.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { readOptions, readService, serverOf, signalboxOptions, signalboxUsage } from '../options.ts';
import { readText } from '../request.ts';
import type { World } from '../world.ts';
import { type Discovery, describeFind, discover, findsOf } from './discovery.ts';
import { differences, fieldOptions, fieldUsage, isUnsaid, readFields, secretFields } from './registration.ts';

const usage = `signalbox register <name> <base URL> [options]

Registers a service. Again, it changes what differs and nothing else, so that it may stand in every deployment.

  signalbox register orders https://orders.example.com --discover --team checkout --tag critical
  signalbox register orders https://orders.example.com --depends-on payments --depends-on orders-db=datastore

  --discover                              fills in what Signalbox finds there and nobody has said
${fieldUsage}
  --api-key <key | @file>                 shown to the service as X-API-Key; it is never given back
  --bearer-token <token | @file>          shown to the service as Authorization: Bearer
  --json                                  { outcome, changed, service }

What may be several is given several times, and is the whole list. An empty value takes away what was there.
${signalboxUsage}

Exit codes: 0 it is registered so, 2 it is not.`;

const options = {
  ...signalboxOptions,
  discover: { type: 'boolean', default: false },
  'api-key': { type: 'string' },
  'bearer-token': { type: 'string' },
  ...fieldOptions,
} as const;

type Values = Record<string, unknown> & { discover: boolean; json: boolean; url?: string; token?: string };

interface Told {
  outcome: 'registered' | 'changed' | 'unchanged';
  /** Fields that are other than before. */
  changed: string[];
  service: JsonObject;
}

async function readSecrets(values: Values): Promise<JsonObject> {
  const given = Object.entries(secretFields).filter(([option]) => typeof values[option] === 'string');
  const read = await Promise.all(given.map(async ([option, field]) => [field, (await readText(String(values[option]))).trim() || null]));
  return Object.fromEntries(read);
}

const findKnown = (server: Server, name: string) =>
  ask<JsonObject>(server, 'GET', `/services/${name}`).catch((error) => {
    if (error instanceof AnswerError && error.status === 404) return null;
    throw error;
  });

/** What was found and nobody has said: neither here nor, where the service is known, in the catalog. */
function fillIn({ suggestion }: Discovery, said: JsonObject, known: JsonObject | null): JsonObject {
  const { displayName, description, healthCheckPath, metricsPath, openapiPath } = suggestion;
  const found = Object.entries({ displayName, description, healthCheckPath, metricsPath, openapiPath });
  const open = found.filter(([name, value]) => value && said[name] === undefined && (known === null || isUnsaid(name, known)));
  return Object.fromEntries(open);
}

async function register(server: Server, name: string, said: JsonObject, secrets: JsonObject, found: Discovery | null): Promise<Told> {
  const known = await findKnown(server, name);
  const wanted = { ...(found && fillIn(found, said, known)), ...said };
  if (known === null) {
    const service = await askWith<JsonObject>(server, 'POST', '/services', { name, ...wanted, ...secrets });
    return { outcome: 'registered', changed: [], service };
  }
  // Secrets are never given back, so nobody can say whether they differ.
  const patch = { ...differences(wanted, known), ...secrets };
  if (Object.keys(patch).length === 0) return { outcome: 'unchanged', changed: [], service: known };
  const service = await askWith<JsonObject>(server, 'PATCH', `/services/${name}`, patch);
  return { outcome: 'changed', changed: Object.keys(patch), service };
}

const longest = 80;
function show(value: Json | undefined): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function describeChange(field: string, service: JsonObject): string {
  return Object.values(secretFields).includes(field) ? `  ${field}: set anew` : `  ${field}: ${show(service[field])}`;
}

function describe(name: string, { outcome, changed, service }: Told): string {
  if (outcome === 'unchanged') return `${name} is registered so already: nothing was changed.`;
  if (outcome === 'changed') return [`Changed ${name}:`, ...changed.map((field) => describeChange(field, service))].join('\n');
  return `Registered ${name} at ${show(service.baseUrl)}. Signalbox looks at it from now on.`;
}

async function run(args: string[], world: World): Promise<number> {
  const read = readOptions(args, options, usage);
  const values = read.values as Values;
  const [name, baseUrl, ...more] = read.positionals;
  if (name === undefined || baseUrl === undefined || more.length > 0) throw new CommandError(`signalbox register <name> <base URL>\n\n${usage}`);
  const said: JsonObject = { baseUrl, ...readFields(values) };
  const secrets = await readSecrets(values);
  const server = serverOf(values, world);
  readService(name);
  const found = values.discover ? await discover(server, baseUrl) : null;
  if (found) for (const line of [found.reason, ...findsOf(found).map(describeFind)]) world.complain(line);
  const told = await register(server, name, said, secrets, found);
  if (!isObject(told.service)) throw new CommandError(`${server.url} answered something that is not Signalbox. Is the address right?`);
  world.print(values.json ? JSON.stringify(told, null, 2) : describe(name, told));
  return 0;
}

export const registerCommand = { about: 'register a service, or change what differs', usage, options, run };
