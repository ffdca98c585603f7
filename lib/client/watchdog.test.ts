import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test, vi } from 'vitest';
import { reloadIfReachable } from './watchdog.ts';

afterEach(() => void vi.unstubAllGlobals());

/** The worker's own script, with a clock that the test moves. */
function startWorker() {
  let nowMs = 0;
  let hear: (event: { data: { beatMs: number } }) => void = () => undefined;
  let look = () => undefined;
  const said: unknown[] = [];
  runInNewContext(readFileSync('public/wall-watchdog.js', 'utf8'), {
    performance: { now: () => nowMs },
    addEventListener: (_kind: string, listener: typeof hear) => {
      hear = listener;
    },
    setInterval: (task: typeof look) => {
      look = task;
    },
    postMessage: (message: unknown) => said.push(message),
  });
  return {
    said,
    beat: (beatMs: number) => hear({ data: { beatMs } }),
    pass(ms: number) {
      for (let passed = 0; passed < ms; passed += 250) {
        nowMs += 250;
        look();
      }
    },
  };
}

test('three missed heartbeats ask for a reload, once', () => {
  const { said, beat, pass } = startWorker();
  pass(60_000);
  for (let n = 0; n < 20; n++) {
    beat(2000);
    pass(2000);
  }
  expect(said).toEqual([]);
  pass(4250);
  expect(said).toEqual(['reload']);
  pass(60_000);
  expect(said).toEqual(['reload']);
});

test('a page that nobody sees is not thought to hang, and is watched again when it is seen', () => {
  const { said, beat, pass } = startWorker();
  beat(2000);
  beat(0);
  pass(60_000);
  expect(said).toEqual([]);
  beat(2000);
  pass(6500);
  expect(said).toEqual(['reload']);
});

test('a page is left only for one that answers', async () => {
  vi.stubGlobal('window', { location: { href: 'http://signalbox.test/wall/fleet?theme=light' } });
  const asked: string[] = [];
  let reloads = 0;
  const attempt = (answer: () => Promise<Response>) =>
    reloadIfReachable(
      async (url) => {
        asked.push(String(url));
        return answer();
      },
      () => {
        reloads += 1;
      },
    );
  expect(await attempt(() => Promise.reject(new TypeError('failed to fetch')))).toBe(false);
  expect(await attempt(async () => new Response(null, { status: 503 }))).toBe(false);
  expect(reloads).toBe(0);
  expect(await attempt(async () => new Response('<!doctype html>'))).toBe(true);
  expect(reloads).toBe(1);
  expect(new Set(asked)).toEqual(new Set(['http://signalbox.test/wall/fleet?theme=light']));
});
