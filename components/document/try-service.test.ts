import { expect, it } from 'vitest';
import { type Answer, packRequest, unpackAnswer } from './try-service.ts';

const answer: Answer = {
  ...{ url: 'https://a.example/x', status: 200, headers: { 'content-type': 'text/plain' }, body: 'hi', bodyEncoding: 'text' },
  ...{ cut: false, durationMs: 3, credential: 'none' },
};

it('hands over path and query alone, so that nothing but the service can be reached', async () => {
  expect(await packRequest({ url: 'https://elsewhere.example/api/orders?limit=2#x', method: 'get', headers: { accept: '*/*' } })).toEqual({
    ...{ method: 'GET', path: '/api/orders?limit=2', headers: { accept: '*/*' }, body: null },
  });
});

it('sends a form as text, with the boundary that it has', async () => {
  const form = new FormData();
  form.set('note', 'hello');
  const { headers, body } = await packRequest({ url: '/a', method: 'POST', headers: { 'Content-Type': 'multipart/form-data' }, body: form });
  const boundary = /boundary=(.+)$/.exec((headers as Record<string, string>)['content-type'] ?? '')?.[1] ?? '?';
  expect(body).toContain(boundary);
  expect(body).toContain('hello');
  expect(headers).not.toHaveProperty('Content-Type');
});

it('refuses bytes that are no text, and says what to do', async () => {
  const body = new Blob([new Uint8Array([0xff, 0xfe, 0x00])]);
  await expect(packRequest({ url: '/a', method: 'PUT', body })).rejects.toThrow('Use the curl sample');
});

it('gives back text, bytes, and answers that may have no body', async () => {
  expect(await unpackAnswer(answer).text()).toBe('hi');
  const bytes = await unpackAnswer({ ...answer, body: btoa('\x00\xff'), bodyEncoding: 'base64' }).arrayBuffer();
  expect([...new Uint8Array(bytes)]).toEqual([0, 255]);
  expect(unpackAnswer({ ...answer, status: 204, body: '' }).status).toBe(204);
  expect(unpackAnswer({ ...answer, status: 304, body: 'x' }).body).toBeNull();
  expect(unpackAnswer({ ...answer, status: 999 }).status).toBe(999);
});
