import { describe, expect, test } from 'vitest';
import type { MetricsServer } from '#lib/model/metrics-source.ts';
import type { Question, Told } from '#lib/probe/prometheus.ts';
import { SourceDesk } from './source-desk.ts';

const server: MetricsServer = { name: 'main', url: 'http://m.example.com', tenant: null, username: null, password: null, bearerToken: null };
const question: Question<unknown> = { path: '/api/v1/query', form: {}, deadlineMs: 1000, read: (data) => data };
const good: Told<unknown> = { ok: true, data: ['up'], durationMs: 1, clockMs: null };
const away: Told<unknown> = { ok: false, outcome: 'fail', reason: 'connection refused', isAway: true, durationMs: 1 };
const bad: Told<unknown> = { ok: false, outcome: 'fail', reason: 'answered HTTP 400', isAway: false, durationMs: 1 };

/** A desk in front of a server whose answers the test gives. */
function openDesk() {
  const pending: ((told: Told<unknown>) => void)[] = [];
  const turns: string[] = [];
  const clock = { nowMs: 0 };
  let asked = 0;
  const desk = new SourceDesk({
    probe: {
      ask: <T>() => {
        asked += 1;
        return new Promise<Told<T>>((answer) => pending.push(answer as (told: Told<unknown>) => void));
      },
    },
    onTurn: (_, { ok, reason }) => turns.push(`${ok} ${reason}`),
    now: () => clock.nowMs,
  });
  const answer = async (told: Told<unknown>) => {
    pending.shift()?.(told);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { desk, clock, turns, answer, askedSoFar: () => asked };
}

describe('the desk in front of a server', () => {
  test('asks four questions at a time, in their order', async () => {
    const { desk, answer, askedSoFar } = openDesk();
    const all = Array.from({ length: 6 }, () => desk.ask(server, question));
    expect(askedSoFar()).toBe(4);
    await answer(good);
    expect(askedSoFar()).toBe(5);
    for (let count = 0; count < 5; count += 1) await answer(good);
    expect(await Promise.all(all)).toEqual(Array.from({ length: 6 }, () => good));
  });

  test('leaves a server that is away alone for five seconds, and tells of it once', async () => {
    const { desk, clock, turns, answer, askedSoFar } = openDesk();
    const all = Array.from({ length: 9 }, () => desk.ask(server, question));
    await answer(away);
    for (let count = 0; count < 3; count += 1) await answer(away);
    expect((await Promise.all(all)).every((told) => !told.ok && told.reason === 'connection refused')).toBe(true);
    expect(askedSoFar()).toBe(4);
    clock.nowMs = 5000;
    const later = desk.ask(server, question);
    await answer(good);
    expect((await later).ok).toBe(true);
    expect(turns).toEqual(['false connection refused', 'true answers']);
  });

  test('an answer that is wrong for one service stops nobody else', async () => {
    const { desk, turns, answer, askedSoFar } = openDesk();
    const first = desk.ask(server, question);
    await answer(bad);
    expect((await first).ok).toBe(false);
    void desk.ask(server, question);
    expect(askedSoFar()).toBe(2);
    expect(turns).toEqual([]);
  });

  test('whoever has waited longer than its deadline is not asked for any more', async () => {
    const { desk, clock, answer, askedSoFar } = openDesk();
    const all = Array.from({ length: 5 }, () => desk.ask(server, question));
    clock.nowMs = 1001;
    for (let count = 0; count < 4; count += 1) await answer(good);
    expect((await all[4])?.ok).toBe(false);
    expect(askedSoFar()).toBe(4);
  });

  test('names are asked for once a minute, and anew after a failure or with other credentials', async () => {
    const { desk, clock, answer, askedSoFar } = openDesk();
    const names = (of = server) => desk.names(of, [{ label: 'job', op: '=', value: 'orders' }], 1000);
    const failed = names();
    await answer(bad);
    expect((await failed).ok).toBe(false);
    const told = names();
    await answer(good);
    expect(await told).toEqual(await names());
    expect(askedSoFar()).toBe(2);
    clock.nowMs = 60_000;
    void names();
    void names({ ...server, bearerToken: 'x' });
    expect(askedSoFar()).toBe(4);
  });
});
