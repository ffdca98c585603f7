import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish } from '#lib/live/publish.ts';
import { inTransaction } from '#lib/store/db.ts';
import { answerLive } from './live-feed.ts';
import { database, issueToken } from './stage.test.kit.ts';
import { processStreams } from './streams.ts';

let headers: Record<string, string>;

beforeAll(async () => {
  headers = (await issueToken('guest')).headers;
});
afterAll(() => processStreams().stop());

const tell = async (...subjects: string[]) => {
  const changes = subjects.map((subject) => ({ kind: 'service.registered' as const, subject, data: { service: subject, by: 'test' } }));
  await inTransaction(await database(), (tx) => publish(tx, changes, Date.now()));
};

/** Reads until `count` changes have come, and leaves. */
async function follow(lastEventId: string | null, count: number, afterHello: () => Promise<void> = async () => undefined) {
  const leaving = new AbortController();
  const resume: Record<string, string> = lastEventId === null ? {} : { 'last-event-id': lastEventId };
  const response = await answerLive(new Request('http://signalbox.test/api/live', { headers: { ...headers, ...resume }, signal: leaving.signal }));
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const events = () =>
    [...text.matchAll(/^id: (\d+)\nevent: service\.registered\ndata: .*"subject":"(\w+)"/gm)].map(([, id, subject]) => ({ id, subject }));
  while (!text.includes('event: hello')) text += (await reader?.read())?.value ?? '';
  await afterHello();
  while (events().length < count) text += (await reader?.read())?.value ?? '';
  leaving.abort();
  return events();
}

test('a reader that comes back with its last id has missed nothing and hears nothing twice', async () => {
  const first = await follow(null, 2, () => tell('a', 'b'));
  await tell('c', 'd');
  const second = await follow(first.at(-1)?.id ?? null, 4, () => tell('e', 'f'));
  expect([...first, ...second].map(({ subject }) => subject)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

test('a fresh reader hears only what comes', async () => {
  await tell('old');
  expect((await follow(null, 1, () => tell('new'))).map(({ subject }) => subject)).toEqual(['new']);
});
