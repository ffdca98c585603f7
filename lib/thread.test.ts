import { getEventListeners } from 'node:events';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { AppError } from './errors.ts';
import { openThreads, type Threads, wasEnded } from './thread.ts';

const entry = relative(process.cwd(), fileURLToPath(new URL('./thread.test.kit.ts', import.meta.url)));
const longMs = 30_000;
const opened: Threads[] = [];

function open(size = 1, maxHeapMb = 256): Threads {
  const threads = openThreads({ entry, size, maxHeapMb });
  opened.push(threads);
  return threads;
}

const faultOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

afterEach(async () => {
  await Promise.all(opened.splice(0).map((threads) => threads.close()));
});

describe('a task', () => {
  test('gets its input and gives its output', async () => {
    expect(await open().run('add', { a: 2, b: 3 }, longMs)).toBe(5);
  });

  test('keeps its order of answers when more are asked than there are threads', async () => {
    const threads = open(2);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => threads.run('echo', at, longMs)));
    expect(answers).toEqual(Array.from({ length: 20 }, (_, at) => at));
  });

  test('is refused where 200 wait already, and the others are done', async () => {
    const threads = open();
    const many = Array.from({ length: 203 }, () => faultOf(threads.run('echo', 1, longMs)));
    const faults = (await Promise.all(many)).filter((fault) => fault !== null);
    expect(faults).toMatchObject([{ code: 'unavailable' }, { code: 'unavailable' }]);
  });

  test('that refuses its input passes on code, sentence and details', async () => {
    const fault = await faultOf(open().run('refuse', null, longMs));
    expect(fault).toBeInstanceOf(AppError);
    expect(fault).toMatchObject({ code: 'validation_failed', message: 'from: is missing', details: { issues: [{ path: 'from' }] } });
    expect(wasEnded(fault)).toBe(false);
  });

  test('that breaks is an unknown error, so that nobody outside sees its message', async () => {
    const fault = await faultOf(open().run('fail', null, longMs));
    expect(fault).not.toBeInstanceOf(AppError);
    expect((fault as Error).message).toContain('secret detail');
  });

  test('that nobody serves is an error, not an empty answer', async () => {
    expect(((await faultOf(open().run('toString', null, longMs))) as Error).message).toContain('no task toString');
  });

  test('whose answer cannot be sent fails alone', async () => {
    const threads = open();
    expect(await faultOf(threads.run('unsendable', null, longMs))).toBeInstanceOf(Error);
    expect(await threads.run('echo', 1, longMs)).toBe(1);
  });

  test('whose input cannot be sent fails alone, and the next one runs', async () => {
    const threads = open();
    const [fault, next] = await Promise.all([faultOf(threads.run('echo', () => undefined, longMs)), threads.run('echo', 2, longMs)]);
    expect(fault).toBeInstanceOf(Error);
    expect(next).toBe(2);
  });
});

describe('a task that does not end', () => {
  test('is ended at its deadline, and what waited behind it runs', async () => {
    const threads = open();
    await threads.run('echo', 0, longMs);
    const [fault, next] = await Promise.all([faultOf(threads.run('spin', null, 200)), threads.run('echo', 7, longMs)]);
    expect(wasEnded(fault)).toBe(true);
    expect(fault).toMatchObject({ code: 'unprocessable', message: 'This took longer than 0.2 s and was ended.' });
    expect(next).toBe(7);
  });

  test('is ended even inside an exploding pattern, without holding up the event loop', async () => {
    const threads = open();
    await threads.run('echo', 0, longMs);
    const before = process.threadCpuUsage();
    const fault = await faultOf(threads.run('explode', null, 300));
    const { user, system } = process.threadCpuUsage(before);
    expect(wasEnded(fault)).toBe(true);
    expect((user + system) / 1000).toBeLessThan(100);
  });

  test('is ended when it takes more memory than it may, and says so', async () => {
    const threads = open(1, 48);
    const fault = await faultOf(threads.run('swell', null, longMs));
    expect(wasEnded(fault)).toBe(true);
    expect((fault as Error).message).toBe('The work needed more memory than it may have.');
    expect(await threads.run('echo', 3, longMs)).toBe(3);
  });

  test('is ended when it ends its own thread', async () => {
    const threads = open();
    expect(wasEnded(await faultOf(threads.run('leave', null, longMs)))).toBe(true);
    expect(await threads.run('echo', 4, longMs)).toBe(4);
  });
});

describe('a task that tells how far it is', () => {
  test('is heard in order, before its answer', async () => {
    const heard: unknown[] = [];
    const done = await open().run<number, { done: number }>('count', 3, longMs, { onNews: (news) => heard.push(news) });
    expect([done, heard]).toEqual([3, [{ done: 1 }, { done: 2 }, { done: 3 }]]);
  });

  test('is heard by whoever asked for it alone', async () => {
    const threads = open(2);
    const heard: [string, unknown][] = [];
    const ask = (who: string) => threads.run('count', 2, longMs, { onNews: (news) => heard.push([who, news]) });
    await Promise.all([ask('a'), ask('b'), threads.run('count', 2, longMs)]);
    expect(heard.filter(([who]) => who === 'a')).toEqual([
      ['a', { done: 1 }],
      ['a', { done: 2 }],
    ]);
    expect(heard).toHaveLength(4);
  });

  test('fails alone where what it tells cannot be sent', async () => {
    const threads = open();
    expect(await faultOf(threads.run('tellUnsendable', null, longMs))).toBeInstanceOf(Error);
    expect(await threads.run('echo', 1, longMs)).toBe(1);
  });
});

describe('a task that is called off', () => {
  /** A task that runs, and how to call it off. */
  async function begin(threads: Threads, task: string) {
    const stopping = new AbortController();
    const begun = Promise.withResolvers<unknown>();
    const answer = threads.run(task, null, longMs, { signal: stopping.signal, onNews: begun.resolve });
    answer.catch(begun.reject);
    await begun.promise;
    return { answer, stop: () => stopping.abort() };
  }

  test('is told, and its failing is no fault of its own', async () => {
    const threads = open();
    const { answer, stop } = await begin(threads, 'untilStopped');
    stop();
    const fault = await faultOf(answer);
    expect(wasEnded(fault)).toBe(true);
    expect(fault).toMatchObject({ code: 'unavailable', message: 'The work was called off.' });
    expect(await threads.run('echo', 5, longMs)).toBe(5);
  });

  test('may still give what it has', async () => {
    const { answer, stop } = await begin(open(), 'gather');
    stop();
    expect(await answer).toBe('so far');
  });

  test('is ended where it does not listen, and what waited behind it runs', async () => {
    const threads = open();
    const { answer, stop } = await begin(threads, 'deaf');
    const next = threads.run('echo', 6, longMs);
    stop();
    expect(wasEnded(await faultOf(answer))).toBe(true);
    expect(await next).toBe(6);
  });

  test('never starts where it still waits, or was called off before', async () => {
    const threads = open();
    const { answer, stop } = await begin(threads, 'untilStopped');
    const heard: unknown[] = [];
    const stopping = new AbortController();
    const options = { signal: stopping.signal, onNews: (news: unknown) => heard.push(news) };
    const waiting = faultOf(threads.run('count', 3, longMs, options));
    stopping.abort();
    expect(wasEnded(await waiting)).toBe(true);
    expect(wasEnded(await faultOf(threads.run('count', 3, longMs, options)))).toBe(true);
    stop();
    await faultOf(answer);
    expect(await threads.run('echo', 8, longMs)).toBe(8);
    expect(heard).toEqual([]);
  });

  test('leaves nothing behind at a signal that outlives it', async () => {
    const threads = open();
    const stopping = new AbortController();
    expect(await threads.run('echo', 1, longMs, { signal: stopping.signal })).toBe(1);
    expect(getEventListeners(stopping.signal, 'abort')).toEqual([]);
  });
});

test('a thread whose file is broken is our fault, not that of the input', async () => {
  const threads = openThreads({ entry: 'lib/no-such-file.ts', size: 1, maxHeapMb: 256 });
  opened.push(threads);
  const fault = await faultOf(threads.run('echo', 1, longMs));
  expect(fault).not.toBeInstanceOf(AppError);
  expect((fault as Error).message).toContain('a thread broke');
});

test('threads take no flags of the process but those that they need, so that flags which threads refuse do no harm', async () => {
  expect(await open().run('arguments', null, longMs)).toEqual(['--conditions=react-server']);
  const threads = openThreads({ entry, size: 1, maxHeapMb: 256, conditions: ['@signalbox/source'] });
  opened.push(threads);
  expect(await threads.run('arguments', null, longMs)).toEqual(['--conditions=react-server', '--conditions=@signalbox/source']);
});

test('a thread that has nothing to do is let go where that is wished, and another one serves', async () => {
  const [kept, resting] = [open(), openThreads({ entry, size: 1, maxHeapMb: 256, idleMs: 1 })];
  opened.push(resting);
  const which = (threads: Threads) => threads.run<number>('which', null, longMs);
  const [first, other] = [await which(kept), await which(resting)];
  while ((await which(resting)) === other) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await which(kept)).toBe(first);
});

test('closing ends what runs, refuses what waits and what comes, and starts nothing', async () => {
  const threads = open();
  await threads.run('echo', 0, longMs);
  const running = faultOf(threads.run('spin', null, longMs));
  const waiting = faultOf(threads.run('echo', 1, longMs));
  await threads.close();
  expect(wasEnded(await running)).toBe(true);
  expect(await waiting).toMatchObject({ code: 'unavailable' });
  expect(await faultOf(threads.run('echo', 2, longMs))).toMatchObject({ code: 'unavailable' });
});
