import { afterEach, expect, it, vi } from 'vitest';
import { packFiles, uploadDocument } from './upload.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const file = (name: string, text = '{}') => new File([text], name);

it('sends one file as what it is, under its name', () => {
  expect(packFiles([file('api.yml')]).headers).toEqual({ 'content-type': 'application/yaml', 'x-file-name': 'api.yml' });
  expect(packFiles([file('API.JSON')]).headers['content-type']).toBe('application/json');
  expect(packFiles([file('all.zip')]).headers['content-type']).toBe('application/zip');
  expect(packFiles([file('bücher.yaml')]).headers['x-file-name']).toBe('b_cher.yaml');
});

it('sends several files as a form, under their paths, so that they find each other', () => {
  const inside = file('order.yaml');
  Object.defineProperty(inside, 'webkitRelativePath', { value: 'api/schemas/order.yaml' });
  const { body } = packFiles([file('openapi.yaml'), inside]);
  expect((body as FormData).getAll('file').map((part) => (part as File).name)).toEqual(['openapi.yaml', 'api/schemas/order.yaml']);
});

it('gives the findings of a document that cannot be used', async () => {
  const findings = [{ id: 'document.yaml.syntax', line: 3 }];
  const answer = { code: 'unprocessable', message: 'The document cannot be read.', details: { findings }, traceId: 't' };
  vi.stubGlobal('fetch', async () => Response.json(answer, { status: 422 }));
  await expect(uploadDocument('orders', [file('a.yaml')])).rejects.toMatchObject({
    code: 'unprocessable',
    status: 422,
    traceId: 't',
    details: { findings },
  });
});

it('says that no answer came', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('Failed to fetch');
  });
  await expect(uploadDocument('orders', [file('a.yaml')])).rejects.toMatchObject({ code: 'offline', status: 0 });
});
