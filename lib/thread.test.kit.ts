import { setTimeout as wait } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';
import { AppError } from './errors.ts';
import { serveTasks, type TaskContext } from './thread.ts';

/** What a thread does in tests: from echoing to every way of not coming to an end. */
serveTasks({
  echo: (input: unknown) => input,
  add: async ({ a, b }: { a: number; b: number }) => {
    await wait(1);
    return a + b;
  },
  refuse: () => {
    throw new AppError('validation_failed', 'from: is missing', { details: { issues: [{ path: 'from', message: 'is missing' }] } });
  },
  fail: () => {
    throw new TypeError('secret detail');
  },
  spin: () => {
    for (;;) Math.random();
  },
  explode: () => /^(a+)+$/.test(`${'a'.repeat(60)}!`),
  swell: () => {
    const kept: string[][] = [];
    for (;;) kept.push(Array.from({ length: 10_000 }, (_, at) => `text ${at} ${kept.length}`));
  },
  leave: () => process.exit(3),
  unsendable: () => () => undefined,
  arguments: () => process.execArgv,
  which: () => threadId,
  count: async (to: number, { tell }: TaskContext) => {
    for (let done = 1; done <= to; done++) {
      tell({ done });
      await wait(1);
    }
    return to;
  },
  tellUnsendable: (_: unknown, { tell }: TaskContext) => tell(() => undefined),
  /** Goes on until it is told to stop, and then stops as libraries do: by failing. */
  untilStopped: async (_: unknown, { signal, tell }: TaskContext) => {
    tell('begun');
    await wait(600_000, undefined, { signal });
  },
  /** Is done with what it has when it is told to stop. */
  gather: async (_: unknown, { signal, tell }: TaskContext) => {
    tell('begun');
    await wait(600_000, undefined, { signal }).catch(() => undefined);
    return 'so far';
  },
  deaf: async (_: unknown, { tell }: TaskContext) => {
    tell('begun');
    await wait(600_000);
  },
});
