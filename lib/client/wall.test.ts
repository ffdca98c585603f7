import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createWallFeed } from './wall.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const frame = { at: '2026-11-22T12:00:00.000Z' };
const ok = () => Response.json(frame);

function start(answer: (asked: number, signal: AbortSignal) => Promise<Response> | Response) {
  const told = { frames: 0, refused: 0, missed: [] as [number, number][], asked: 0 };
  const feed = createWallFeed('fleet', {
    take: () => {
      told.frames += 1;
    },
    refused: () => {
      told.refused += 1;
    },
    missed: (failures, status) => told.missed.push([failures, status]),
    ask: async (url, init) => {
      expect(url).toBe('/api/v1/walls/fleet/frame');
      told.asked += 1;
      return answer(told.asked, init?.signal as AbortSignal);
    },
    random: () => 1,
  });
  feed.open();
  return { told, feed };
}

test('a frame comes every second, and none after it was closed', async () => {
  const { told, feed } = start(ok);
  await vi.advanceTimersByTimeAsync(10_100);
  expect(told.frames).toBe(11);
  feed.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told.frames).toBe(11);
});

test('without an answer it is tried again for ever, with longer waits, and goes on as before when one comes', async () => {
  let isAway = true;
  const { told } = start(() => (isAway ? Promise.reject(new TypeError('failed to fetch')) : ok()));
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(told.frames).toBe(0);
  expect(told.asked).toBeGreaterThan(400);
  expect(told.asked).toBeLessThan(500);
  isAway = false;
  await vi.advanceTimersByTimeAsync(8000);
  const before = told.frames;
  expect(before).toBeGreaterThan(0);
  await vi.advanceTimersByTimeAsync(5000);
  expect(told.frames).toBe(before + 5);
});

test('a request that never ends is given up at its deadline, its body too', async () => {
  const hang = (signal: AbortSignal) => new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  const { told } = start((asked, signal) => {
    if (asked === 1) return hang(signal);
    if (asked === 2) return { ok: true, json: () => hang(signal) } as unknown as Response;
    return ok();
  });
  await vi.advanceTimersByTimeAsync(4000);
  expect(told.missed).toEqual([[1, 0]]);
  await vi.advanceTimersByTimeAsync(1000 + 4000);
  expect(told.missed).toEqual([
    [1, 0],
    [2, 0],
  ]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(told.frames).toBe(1);
});

test('whoever is not admitted is told so once and asks no more', async () => {
  const { told, feed } = start((asked) => (asked < 3 ? ok() : new Response(null, { status: 401 })));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toMatchObject({ frames: 2, refused: 1, asked: 3, missed: [] });
  feed.open();
  await vi.advanceTimersByTimeAsync(0);
  expect(told.refused).toBe(2);
});

test('an overloaded or broken server is no refusal', async () => {
  const { told } = start((asked) => new Response(null, { status: [429, 500, 503, 404][asked - 1] ?? 503 }));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told.missed.slice(0, 4).map(([, status]) => status)).toEqual([429, 500, 503, 404]);
  expect(told.refused).toBe(0);
});
