import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeInstances, versionOfInstances } from './instance.ts';
import { nameOfInstance } from './instance-name.ts';
import { type Judgement, newJudgement, type Verdict } from './verdict.ts';

const instance = (url: string, verdict: Verdict, reason: string = verdict) => ({ url, judgement: { ...newJudgement(0), verdict, reason } });
const one = (verdict: Verdict, reason?: string) => instance('http://10.0.0.1:8080', verdict, reason);
const two = (verdict: Verdict, reason?: string) => instance('http://10.0.0.2:8080', verdict, reason);
const three = (verdict: Verdict, reason?: string) => instance('http://10.0.0.3:8080', verdict, reason);
const judged = (...instances: ReturnType<typeof instance>[]) => {
  const { verdict, reason } = judgeInstances(instances, newJudgement(0), 1000);
  return [verdict, reason];
};

test('all up is up', () => {
  expect(judged(one('up'), two('up'), three('up'))).toEqual(['up', '3 of 3 instances answer']);
});

test('some down is degraded, naming the first and why', () => {
  expect(judged(one('up'), two('down', 'connection refused'), three('up'))).toEqual([
    'degraded',
    '1 of 3 instances down: 10.0.0.2:8080, connection refused',
  ]);
  expect(judged(one('up'), three('down', 'connection refused'), two('down', 'connection refused'))[1]).toBe(
    '2 of 3 instances down: 10.0.0.2:8080 and 1 more, connection refused',
  );
});

test('all down is down, with the reason that most give', () => {
  expect(judged(one('down', 'timed out'), two('down', 'connection refused'), three('down', 'connection refused'))).toEqual([
    'down',
    'all 3 instances down: 10.0.0.1:8080 and 2 more, connection refused',
  ]);
});

test('with one unknown and the others down the service is not called down', () => {
  expect(judged(one('down', 'refused'), two('unknown'))).toEqual(['degraded', '1 of 2 instances down: 10.0.0.1:8080, refused; 1 unknown']);
});

test('an instance that nobody has looked at takes nothing from the others', () => {
  expect(judged(one('up'), two('unknown', 'never looked at'))).toEqual(['up', '1 of 2 instances answer; 1 unknown: 10.0.0.2:8080, never looked at']);
  expect(judged(one('unknown', 'never looked at'), two('unknown', 'never looked at'))).toEqual(['unknown', 'never looked at']);
});

const verdicts = fc.array(fc.constantFrom<Verdict>('up', 'degraded', 'down', 'unknown'), { minLength: 1, maxLength: 12 });
const named = (all: Verdict[]) => all.map((verdict, i) => instance(`http://h${i}:1`, verdict));

test('the order of the instances changes nothing', () => {
  fc.assert(
    fc.property(verdicts, fc.integer({ min: 1, max: 11 }), (all, by) => {
      const instances = named(all);
      const turned = [...instances.slice(by % all.length), ...instances.slice(0, by % all.length)];
      expect(judgeInstances(turned, newJudgement(0), 5)).toEqual(judgeInstances(instances, newJudgement(0), 5));
    }),
  );
});

test('down is said only where every instance is, up only where none is known to be in trouble', () => {
  fc.assert(
    fc.property(verdicts, (all) => {
      const { verdict } = judgeInstances(named(all), newJudgement(0), 5);
      expect(verdict === 'down').toBe(all.every((each) => each === 'down'));
      if (verdict === 'up') expect(all.some((each) => each === 'down' || each === 'degraded')).toBe(false);
    }),
  );
});

test('a verdict that stays keeps its beginning', () => {
  const past: Judgement = { ...newJudgement(0), verdict: 'degraded', sinceMs: 40 };
  expect(judgeInstances([one('up'), two('down')], past, 1000).sinceMs).toBe(40);
  expect(judgeInstances([one('up'), two('up')], past, 1000).sinceMs).toBe(1000);
});

test('the version is the one that most run: a rollout is one change, whichever instance begins', () => {
  const rollout = [
    ['1', '1', '1'],
    ['2', '1', '1'],
    ['2', '2', '1'],
    ['2', '2', '2'],
  ];
  const said: (string | null)[] = [];
  for (const versions of rollout) said.push(versionOfInstances(versions, said.at(-1) ?? null));
  expect(said).toEqual(['1', '1', '2', '2']);
  expect(versionOfInstances(['2', '1'], '1')).toBe('1');
  expect(versionOfInstances([null, null], '1')).toBe('1');
});

test('instances go by host, port and path', () => {
  expect(nameOfInstance('http://10.0.0.1:8080')).toBe('10.0.0.1:8080');
  expect(nameOfInstance('https://x.example.com/blue/')).toBe('x.example.com/blue');
});
