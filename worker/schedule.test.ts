import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Schedule, startOffsetMs } from './schedule.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const done = async () => 'done' as const;

describe('the schedule', () => {
  test('places a thousand targets evenly over one interval, the same after each restart', () => {
    const offsets = Array.from({ length: 1000 }, (_, index) => startOffsetMs(`service-${index}`, 15_000));
    const perSecond = new Array<number>(15).fill(0);
    for (const offset of offsets) perSecond[Math.floor(offset / 1000)] = (perSecond[Math.floor(offset / 1000)] ?? 0) + 1;
    expect(Math.min(...perSecond)).toBeGreaterThan(35);
    expect(Math.max(...perSecond)).toBeLessThan(110);
    expect(startOffsetMs('service-7', 15_000)).toBe(offsets[7]);
  });

  test('looks at every target within one interval of the start, and then once an interval without drift', async () => {
    const at: number[] = [];
    const schedule = new Schedule({ maxRunning: 10 });
    schedule.add({
      key: 'orders',
      intervalMs: 1000,
      run: async () => {
        at.push(performance.now());
        await new Promise((resolve) => setTimeout(resolve, 300));
        return 'done';
      },
    });
    const start = performance.now();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(at[0]).toBeLessThanOrEqual(start + 1000);
    expect(at.length).toBe(10);
    for (let index = 1; index < at.length; index += 1) expect((at[index] ?? 0) - (at[index - 1] ?? 0)).toBeCloseTo(1000, -1);
    schedule.stop();
  });

  test('never looks at one target twice at once; a late look leaves its missed places out', async () => {
    let inFlight = 0;
    let most = 0;
    let looks = 0;
    const schedule = new Schedule({ maxRunning: 10 });
    schedule.add({
      key: 'slow',
      intervalMs: 1000,
      run: async () => {
        inFlight += 1;
        looks += 1;
        most = Math.max(most, inFlight);
        await new Promise((resolve) => setTimeout(resolve, 2500));
        inFlight -= 1;
        return 'done';
      },
    });
    await vi.advanceTimersByTimeAsync(12_000);
    expect(most).toBe(1);
    expect(looks).toBe(4);
    schedule.stop();
  });

  test('hanging targets fill their share only: the others stay on time', async () => {
    const lags: number[] = [];
    const schedule = new Schedule({ maxRunning: 50, onLag: (lagMs) => lags.push(lagMs) });
    for (let index = 0; index < 40; index += 1) schedule.add({ key: `hang-${index}`, intervalMs: 1000, run: () => new Promise(() => {}) });
    let looks = 0;
    for (let index = 0; index < 20; index += 1) {
      schedule.add({
        key: `good-${index}`,
        intervalMs: 1000,
        run: async () => {
          looks += 1;
          return 'done';
        },
      });
    }
    await vi.advanceTimersByTimeAsync(5000);
    expect(looks).toBe(100);
    expect(Math.max(...lags)).toBeLessThan(5);
    schedule.stop();
  });

  test('keeps no more looks in flight than allowed', async () => {
    let inFlight = 0;
    let most = 0;
    const schedule = new Schedule({ maxRunning: 3 });
    const run = async () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setTimeout(resolve, 400));
      inFlight -= 1;
      return 'done' as const;
    };
    for (let index = 0; index < 30; index += 1) schedule.add({ key: `s${index}`, intervalMs: 1000, run });
    await vi.advanceTimersByTimeAsync(5000);
    expect(most).toBe(3);
    schedule.stop();
  });

  test('a hurried target is looked at now, also when a look is under way', async () => {
    let looks = 0;
    const schedule = new Schedule({ maxRunning: 3 });
    schedule.add(
      {
        key: 'a',
        intervalMs: 60_000,
        run: async () => {
          looks += 1;
          await new Promise((resolve) => setTimeout(resolve, 100));
          return 'done';
        },
      },
      'once',
    );
    await vi.advanceTimersByTimeAsync(50);
    expect(looks).toBe(1);
    schedule.hurry('a');
    await vi.advanceTimersByTimeAsync(100);
    expect(looks).toBe(2);
    schedule.stop();
  });

  test('what asks for it is looked at again before its next place, and then at its places', async () => {
    const at: number[] = [];
    const schedule = new Schedule({ maxRunning: 3 });
    const begun = performance.now();
    const run = async () => {
      at.push(performance.now() - begun);
      return at.length <= 2 ? { againInMs: 15_000 * at.length } : ('done' as const);
    };
    schedule.add({ key: 'document', intervalMs: 300_000, run }, 'once');
    await vi.advanceTimersByTimeAsync(600_000);
    expect(at.slice(0, 3)).toEqual([0, 15_000, 45_000]);
    expect(at.length).toBeLessThanOrEqual(5);
    schedule.stop();
  });

  test('a look out of turn is not followed by another within half an interval', async () => {
    for (let index = 0; index < 50; index += 1) {
      const at: number[] = [];
      const schedule = new Schedule({ maxRunning: 3 });
      const run = async () => {
        at.push(performance.now());
        return 'done' as const;
      };
      schedule.add({ key: `service-${index}`, intervalMs: 1000, run }, 'once');
      await vi.advanceTimersByTimeAsync(4000);
      expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(500);
      expect((at[1] ?? 0) - (at[0] ?? 0)).toBeLessThanOrEqual(1501);
      expect((at[3] ?? 0) - (at[2] ?? 0)).toBeCloseTo(1000, -1);
      schedule.stop();
    }
  });

  test('a look that asks for another gets exactly one at once', async () => {
    const outcomes: ('again' | 'done')[] = ['again', 'done'];
    let looks = 0;
    const schedule = new Schedule({ maxRunning: 3 });
    schedule.add(
      {
        key: 'a',
        intervalMs: 60_000,
        run: async () => {
          looks += 1;
          return outcomes.shift() ?? 'done';
        },
      },
      'once',
    );
    await vi.advanceTimersByTimeAsync(10);
    expect(looks).toBe(2);
    schedule.stop();
  });

  test('a removed target is looked at no more, and a stopped schedule starts nothing', async () => {
    let looks = 0;
    const run = async () => {
      looks += 1;
      return 'done' as const;
    };
    const schedule = new Schedule({ maxRunning: 3 });
    schedule.add({ key: 'a', intervalMs: 100, run });
    await vi.advanceTimersByTimeAsync(250);
    schedule.remove('a');
    const before = looks;
    expect(before).toBeGreaterThan(0);
    await vi.advanceTimersByTimeAsync(1000);
    expect(looks).toBe(before);
    schedule.add({ key: 'b', intervalMs: 100, run: done });
    schedule.stop();
    await vi.advanceTimersByTimeAsync(1000);
    expect(looks).toBe(before);
  });
});
