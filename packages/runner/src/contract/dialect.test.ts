import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { readContract } from '../document/contract.ts';
import type { JsonObject } from '../json.ts';
import { runContract } from './contract.ts';
import { asOpenApi31, asSwagger } from './dialect.test.kit.ts';
import { type Defect, document, serveThings, token } from './things.test.kit.ts';

/** The service of the tests behind another way to show credentials, and below another path. */
async function serveBehind(defects: Defect[], prefix: string, isKnown: (headers: Record<string, unknown>) => boolean) {
  const inner = await serveThings(...defects);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? '/';
    const headers = { ...(request.headers as Record<string, string>), authorization: isKnown(request.headers) ? `Bearer ${token}` : '' };
    const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {};
    const url = path.startsWith(prefix) ? inner.url + path.slice(prefix.length) : `${inner.url}/outside`;
    for (const name of ['host', 'connection', 'content-length']) delete (headers as Record<string, string>)[name];
    const answer = await fetch(url, { method: request.method ?? 'GET', headers, ...body });
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    server.close().closeAllConnections();
    await inner.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

const basic = `Basic ${Buffer.from('ada:secret').toString('base64')}`;
const swagger = {
  document: asSwagger(),
  prefix: '',
  isKnown: (headers: Record<string, unknown>) => headers['x-api-key'] === 'a-key-of-tests',
  credentials: { apiKey: 'a-key-of-tests' },
};
const modern = {
  document: asOpenApi31(),
  prefix: '/api/v2',
  isKnown: (headers: Record<string, unknown>) => headers.authorization === basic,
  credentials: { basic: 'ada:secret' },
};

async function prove(defects: Defect[], { document, prefix, isKnown, credentials }: typeof swagger | typeof modern) {
  const service = await serveBehind(defects, prefix, isKnown);
  const result = await runContract({ baseUrl: service.url, document: document as JsonObject, credentials, seed: 2 });
  await service.close();
  return { ...result, found: result.findings.map(({ id, operation }) => `${id} ${operation}`) };
}

test.each([
  ['Swagger 2.0 with an API key', swagger],
  ['OpenAPI 3.1 with basic authentication, below a path', modern],
])('%s: clean where the contract is kept, and each defect is found', async (_, dialect) => {
  const clean = await prove([], dialect);
  expect([clean.found, clean.unproven]).toEqual([[], []]);
  const planted: Defect[] = ['missing required property', 'deleted resource still served', 'query not checked', 'missing auth check'];
  const { found } = await prove(planted, dialect);
  const asked = ['response.body.property_missing', 'resource.deleted.served', 'request.invalid.accepted', 'auth.missing'];
  for (const id of asked) expect(found.some((one) => one.startsWith(id))).toBe(true);
  expect(new Set(found.map((one) => one.split(' ')[0]))).toEqual(new Set(asked));
});

test('the three dialects say the same: operations, parameters, required bodies, statuses', () => {
  const shape = (value: JsonObject) =>
    readContract(value).operations.map(({ key, parameters, body, responses }) => ({
      key,
      parameters: parameters.map(({ name, in: place, isRequired }) => [name, place, isRequired]),
      body: body && [body.isRequired, body.media.map(({ type }) => type)],
      responses: responses.map(({ status, media }) => [status, media.map(({ type }) => type)]),
    }));
  expect(shape(asSwagger())).toEqual(shape(document));
  expect(shape(asOpenApi31())).toEqual(shape(document));
});
