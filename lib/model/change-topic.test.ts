import { expect, test } from 'vitest';
import { toldKinds } from './change.ts';
import { changeTopics, isAbout } from './change-topic.ts';

test('every kind that people read is about one topic, and no other kind is', () => {
  expect(Object.values(changeTopics).flat().sort()).toEqual(toldKinds.toSorted());
});

test('a kind is about its topic alone', () => {
  expect([isAbout('breaker.changed', 'breakers'), isAbout('breaker.changed', 'states'), isAbout('new.kind', 'states')]).toEqual([true, false, false]);
});
