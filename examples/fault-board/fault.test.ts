import { describe, expect, test } from 'vitest';
import { createBoard } from './board.ts';
import { effectOf, readFault } from './fault.ts';

const effectsOf = (body: object, ...seconds: number[]) => seconds.map((at) => effectOf(readFault(body, 0), at * 1000));

describe('a fault', () => {
  test('delays, answers, or hangs until its end, and not a moment longer', () => {
    expect(effectsOf({ kind: 'latency', ms: 800, seconds: 10 }, 0, 9.999, 10)).toEqual([{ waitMs: 800 }, { waitMs: 800 }, null]);
    expect(effectsOf({ kind: 'status', status: 500, seconds: 10 }, 0, 10)).toEqual([{ status: 500 }, null]);
    expect(effectsOf({ kind: 'hang', seconds: 10 }, 0, 10)).toEqual(['hang', null]);
  });

  test('that flaps is bad and fine in turns', () => {
    const bad = { status: 502 };
    expect(effectsOf({ kind: 'flap', status: 502, periodSeconds: 10, seconds: 20 }, 0, 5, 10, 15, 20)).toEqual([bad, null, bad, null, null]);
  });

  test.each([
    ['nothing', undefined, /Send a JSON object/],
    ['a list', [], /Send a JSON object/],
    ['an unknown kind', { kind: 'explode' }, /kind must be one of latency, status, hang, flap/],
    ['no end', { kind: 'hang', seconds: 0 }, /seconds must be a whole number from 1 to 3600/],
    ['a status that is no failure', { kind: 'status', status: 200 }, /status must be a whole number from 400 to 599/],
    ['a field of another kind', { kind: 'hang', ms: 5 }, /ms is not known for hang/],
    ['text for a number', { kind: 'latency', ms: '5' }, /ms must be a whole number/],
  ])('is refused with %s, and the reason says what to mend', (_, body, reason) => {
    expect(() => readFault(body, 0)).toThrow(reason);
  });
});

describe('the board', () => {
  test('tells a service of a change at once, and of an end by itself', async () => {
    let now = 1000;
    const board = createBoard(['user'], () => now);
    const told = board.untilChange('user', AbortSignal.timeout(10_000));
    const before = board.read('user')?.version;
    board.set('user', { kind: 'hang', seconds: 5 });
    await told;
    expect(board.read('user')).toMatchObject({ fault: { kind: 'hang', endsAtMs: 6000 } });
    expect(board.read('user')?.version).not.toBe(before);
    expect(board.list()).toMatchObject([{ service: 'user', secondsLeft: 5, isFelt: true }]);
    now = 6000;
    expect(board.list()).toMatchObject([{ service: 'user', fault: null, secondsLeft: 0, isFelt: false }]);
  });
});
