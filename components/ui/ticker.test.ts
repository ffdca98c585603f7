import { afterEach, expect, it, vi } from 'vitest';
import { createTicker } from './ticker.ts';

afterEach(() => {
  vi.useRealTimers();
});

it('runs one timer for all listeners and none without listeners', () => {
  vi.useFakeTimers();
  const ticker = createTicker();
  expect(vi.getTimerCount()).toBe(0);
  const heard = vi.fn();
  const leave = ticker.subscribe(heard);
  const leaveToo = ticker.subscribe(vi.fn());
  expect(vi.getTimerCount()).toBe(1);
  const before = ticker.nowMs();
  vi.advanceTimersByTime(3000);
  expect(heard).toHaveBeenCalledTimes(3);
  expect(ticker.nowMs() - before).toBe(3000);
  leave();
  leaveToo();
  expect(vi.getTimerCount()).toBe(0);
});
