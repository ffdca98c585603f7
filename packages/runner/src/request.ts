import { readFile } from 'node:fs/promises';
import { CommandError } from './fault.ts';
import type { World } from './world.ts';

/** The options of commands that send one request over and over. */
export const requestOptions = {
  method: { type: 'string', default: 'GET' },
  header: { type: 'string', multiple: true },
  body: { type: 'string' },
  token: { type: 'string' },
} as const;

interface Values {
  method: string;
  header?: string[] | undefined;
  body?: string | undefined;
  token?: string | undefined;
}

export interface GivenRequest {
  method: string;
  headers: Record<string, string>;
  body?: string;
  /** What no report may hold. */
  secrets: string[];
}

const secretName = /authorization|cookie|token|secret|key/i;

function secretsIn(headers: Record<string, string>): string[] {
  const secret = Object.entries(headers).filter(([name]) => secretName.test(name) && !/idempotency/i.test(name));
  return secret.flatMap(([, value]) => [value, value.replace(/^(bearer|basic)\s+/i, '')]);
}

function readHeader(text: string): [string, string] {
  const found = /^([\w!#$%&'*+.^`|~-]+):\s*(.*)$/.exec(text);
  // Whoever forgets the name may have typed a secret: it is not repeated.
  if (!found) throw new CommandError("--header takes '<name>: <value>'.");
  return [found[1]?.toLowerCase() ?? '', found[2] ?? ''];
}

/** A text, or what stands in the file that `@file` names. */
export async function readText(text: string): Promise<string> {
  if (!text.startsWith('@')) return text;
  return readFile(text.slice(1), 'utf8').catch(() => {
    throw new CommandError(`There is no file ${text.slice(1)}.`);
  });
}

/** What to send, with the token of the service from `--token` or SERVICE_TOKEN. */
export async function readRequest(values: Values, { env }: World): Promise<GivenRequest> {
  const token = values.token ?? env.SERVICE_TOKEN;
  const given = (values.header ?? []).map(readHeader);
  const body = values.body === undefined ? undefined : await readText(values.body);
  const headers = { ...(token && { authorization: `Bearer ${token}` }), ...Object.fromEntries(given) };
  return { method: values.method.toUpperCase(), headers, ...(body !== undefined && { body }), secrets: secretsIn(headers) };
}
