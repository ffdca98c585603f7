import { expect, it } from 'vitest';
import { latencyListInput, parseLatencyList, writeLatencyList } from './latency-state.ts';

it('what is written is read again, and the ordinary is not written', () => {
  const search = new URLSearchParams('tab=x');
  const state = { q: 'pay', objective: 'missed' as const, window: '24h' as const, page: 3 };
  writeLatencyList(state, search);
  expect(parseLatencyList(search)).toEqual(state);
  writeLatencyList(parseLatencyList(new URLSearchParams()), search);
  expect(search.toString()).toBe('tab=x');
});

it('what is no state is the ordinary one', () => {
  const state = parseLatencyList(new URLSearchParams('objective=good&window=5y&page=-1'));
  expect(state).toEqual({ q: '', objective: null, window: '1h', page: 1 });
  expect(latencyListInput(state)).toEqual({ q: undefined, objective: undefined, window: '1h', page: 1, limit: 50 });
});
