import { expect, it } from 'vitest';
import { operationHref, operationsInput, parseApiState, writeApiState } from './api-state.ts';

const written = (search: string) => {
  const params = new URLSearchParams(search);
  writeApiState(parseApiState(params), params);
  return params.toString();
};

it('writes what it reads and drops what it does not understand', () => {
  expect(written('q=order&method=get&service=orders&tag=billing')).toBe('q=order&method=GET&service=orders&tag=billing');
  expect(written('mode=nonsense&method=%20&service=../x&tag=&q=+')).toBe('');
});

it('keeps what only operations have out of the list of schemas', () => {
  expect(written('mode=schemas&q=refund&method=GET&tag=x')).toBe('mode=schemas&q=refund');
});

it('asks with what is chosen alone', () => {
  expect(operationsInput(parseApiState(new URLSearchParams('q=+a+')), 2)).toEqual({ q: 'a', page: 2, limit: 100 });
  expect(operationsInput(parseApiState(new URLSearchParams()), 1)).toEqual({ page: 1, limit: 100 });
});

it('leads to an operation whatever its path holds', () => {
  const href = operationHref('orders', 'GET /a&b/{id}?#');
  expect(new URL(href, 'http://x').searchParams.get('op')).toBe('GET /a&b/{id}?#');
});
