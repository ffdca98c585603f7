import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from './errors.ts';
import { serveTasks } from './thread.ts';

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
});
