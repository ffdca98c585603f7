import { expect, test } from 'vitest';
import { breakersInput, parseBreakersState, writeBreakersState } from './breakers-state.ts';

test.each(['', 'q=pay', 'state=half-open', 'ribbon=24h', 'q=pay&state=open&ribbon=15m'])('%s is read and written alike', (query) => {
  const search = new URLSearchParams('tab=resilience');
  writeBreakersState(parseBreakersState(new URLSearchParams(query)), search);
  expect(search.toString()).toBe(['tab=resilience', query].filter(Boolean).join('&'));
});

test('what there is not counts as not said', () => {
  const state = parseBreakersState(new URLSearchParams('state=ajar&ribbon=1y'));
  expect(state).toEqual({ q: '', state: null, window: '1h' });
  expect(breakersInput(state)).toEqual({ q: undefined, state: undefined, limit: 200 });
});
