import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json, JsonObject } from '../json.ts';
import { runContract } from './contract.ts';

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  body: Json | undefined;
  text: string;
}

export interface Said {
  status: number;
  body?: Json;
  headers?: Record<string, string>;
  /** The answer does not end. */
  isEndless?: boolean;
}

export type Answer = (asked: Asked) => Said;

export const json = (schema: Json): JsonObject => ({ description: '', content: { 'application/json': { schema } } });
const failure = json({ type: 'object', required: ['code'], properties: { code: { type: 'string' } } });
export const refusals = { 400: failure, 401: failure, 404: failure, 409: failure };
export const text = (more: JsonObject = {}): JsonObject => ({ type: 'string', ...more });
export const bodyOf = (schema: Json, type = 'application/json'): JsonObject => ({ required: true, content: { [type]: { schema } } });
export const pathId = (schema: Json = text()): JsonObject => ({ name: 'id', in: 'path', required: true, schema });
export const documentWith = (paths: Json, more: JsonObject = {}): JsonObject => ({
  openapi: '3.0.3',
  info: { title: 'Planted', version: '1' },
  paths,
  ...more,
});
export const no = (status: number): Said => ({ status, body: { code: String(status) } });

const patternOf = (path: string) => new RegExp(`^${path.replaceAll('{}', '([^/]+)')}$`);

/** Answers by `GET /things/{}`; methods that are not named are refused, and so is what is nowhere. */
export function route(table: Record<string, (asked: Asked, id: string) => Said>): Answer {
  const rows = Object.entries(table).map(([key, handle]) => {
    const [method = '', path = ''] = key.split(' ');
    return { method, pattern: patternOf(path), handle };
  });
  return (asked) => {
    const fitting = rows.filter(({ pattern }) => pattern.test(asked.path));
    const row = fitting.find(({ method }) => method === asked.method);
    if (!row) return no(fitting.length > 0 ? 405 : 404);
    return row.handle(asked, row.pattern.exec(asked.path)?.[1] ?? '');
  };
}

function parse(given: string): Json | undefined {
  try {
    return JSON.parse(given) as Json;
  } catch {
    return undefined;
  }
}

/** A service in a few lines, for one peculiarity. */
async function plant(answer: Answer) {
  const seen: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const sent = Buffer.concat(chunks).toString();
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://planted.test');
    const headers = request.headers as Asked['headers'];
    const asked = { method: request.method ?? '', path: pathname, query: searchParams, headers, body: parse(sent), text: sent };
    seen.push(asked);
    const { status, body, headers: said = {}, isEndless } = answer(asked);
    response.writeHead(status, { ...(body !== undefined && { 'content-type': 'application/json' }), ...said });
    if (isEndless) return void response.write('data: 1\n\n');
    response.end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections());
  return { url: `http://127.0.0.1:${port}`, seen, stop };
}

/** Tests a planted service: what was found, in brief, and what was not proven. */
export async function prove(document: JsonObject, answer: Answer, options: Partial<Parameters<typeof runContract>[0]> = {}) {
  const service = await plant(answer);
  try {
    const result = await runContract({ baseUrl: service.url, document, seed: 1, ...options });
    const found = [...new Set(result.findings.map(({ id, operation }) => `${id} ${operation}`))].sort();
    return { ...result, found, seen: service.seen };
  } finally {
    await service.stop();
  }
}
