import { expect, it } from 'vitest';
import { explainWitness, writeMessage } from './witness-words.ts';

const sides = { from: 'revision 2', to: 'revision 3' };

it('says for each direction which side refuses', () => {
  expect(explainWitness({ kind: 'request', validIn: 'from' }, sides)).toBe('This request was valid in revision 2, revision 3 refuses it:');
  expect(explainWitness({ kind: 'response', validIn: 'to' }, sides)).toBe('Revision 3 may send this response, revision 2 does not allow it:');
  expect(explainWitness({ kind: 'request', validIn: 'to' }, sides)).toMatch(/^Revision 3 may send this request/);
  expect(explainWitness({ kind: 'response', validIn: 'from' }, sides)).toMatch(/revision 3 refuses it:$/);
});

it('writes a request with its headers and body', () => {
  const witness = { kind: 'request', validIn: 'from', refusedBecause: 'x', method: 'POST', path: '/orders', status: null } as const;
  const headers = { 'content-type': 'application/json' };
  expect(writeMessage({ ...witness, headers, body: { id: 1 } })).toBe('POST /orders\ncontent-type: application/json\n\n{\n  "id": 1\n}');
  expect(writeMessage({ ...witness, headers: {} })).toBe('POST /orders');
  expect(writeMessage({ ...witness, headers: {}, body: null })).toBe('POST /orders\n\nnull');
  expect(writeMessage({ ...witness, headers: {}, body: 'a=1' })).toBe('POST /orders\n\na=1');
});

it('writes a response with its status, also where no request is known', () => {
  const witness = { kind: 'response', validIn: 'to', refusedBecause: 'x', headers: {}, status: '200' } as const;
  expect(writeMessage({ ...witness, method: 'GET', path: '/orders/7', body: [] })).toBe('GET /orders/7 → 200\n\n[]');
  expect(writeMessage({ ...witness, method: null, path: null, body: [] })).toBe('→ 200\n\n[]');
});
