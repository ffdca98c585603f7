import { expect, it } from 'vitest';
import { type DocumentState, hrefOfState, parseDocumentState, writeDocumentState } from './document-state.ts';

const parse = (query: string) => parseDocumentState(new URLSearchParams(query));
const calm: DocumentState = { view: 'operations', op: null, revision: null, kind: null, q: '', group: 'tag' };

it('says what was opened, and reads it back', () => {
  const state: DocumentState = { view: 'operations', op: 'GET /orders/{id}?x=1&y', revision: 3, kind: 'openapi', q: 'orders id', group: 'path' };
  expect(parse(hrefOfState(state))).toEqual(state);
  expect(hrefOfState(calm)).toBe('?tab=api');
});

it('leaves out what it does not understand', () => {
  expect(parse('tab=api&view=nothing&revision=-1&kind=raml&group=moon')).toEqual(calm);
  expect(parse(`op=${'x'.repeat(3000)}`).op).toBeNull();
});

it('takes neither filter nor operation along to another view', () => {
  expect(hrefOfState({ ...calm, view: 'quality', q: 'orders', op: 'GET /orders', revision: 2 })).toBe('?tab=api&view=quality&revision=2');
});

it("keeps another owner's parameters only within their view", () => {
  const written = (state: DocumentState) => {
    const search = new URLSearchParams('tab=api&view=changes&from=1&q=x');
    writeDocumentState(state, search);
    return search.toString();
  };
  expect(written({ ...calm, view: 'changes', revision: 2 })).toBe('tab=api&from=1&q=x&view=changes&revision=2');
  expect(written(calm)).toBe('tab=api');
  expect(parse('tab=api&view=changes&q=x').q).toBe('');
});
