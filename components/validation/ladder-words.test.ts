import { expect, it } from 'vitest';
import type { LadderCheck, LadderLevel, LadderStep } from '#lib/model/ladder.ts';
import { badgeMarkdown, describeNext, describeStep, nextStep, orderChecks, placeOfCheck, stateOfStep } from './ladder-words.ts';

const check = (id: string, state: LadderCheck['state']): LadderCheck => ({ id, title: id, state, message: '', help: null, runId: null });
const step = (level: LadderLevel, ...states: LadderCheck['state'][]): LadderStep => ({
  ...{ level, title: `level ${level}`, met: states.every((state) => state === 'met') },
  checks: states.map((state, at) => check(`c${at}`, state)),
});

it('puts what is missing before what is unknown, and that before what is met', () => {
  const { checks } = step(2, 'met', 'unknown', 'unmet', 'unknown');
  expect(orderChecks(checks).map(({ state }) => state)).toEqual(['unmet', 'unknown', 'unknown', 'met']);
});

it('says of a step how much is missing', () => {
  expect(describeStep(step(0, 'met'))).toBe('met');
  expect(describeStep(step(1, 'unmet', 'met', 'unmet'))).toBe('2 missing');
  expect(describeStep(step(1, 'unmet', 'unknown'))).toBe('1 missing, 1 unknown');
  expect(describeStep(step(1, 'unknown', 'unknown'))).toBe('2 unknown');
  expect([step(0, 'met'), step(0, 'unmet', 'unknown'), step(0, 'unknown', 'met')].map(stateOfStep)).toEqual(['met', 'unmet', 'unknown']);
});

it('works on the lowest step that is not met, whatever is met above it', () => {
  const steps = [step(0, 'met'), step(1, 'unknown', 'unmet'), step(2, 'met'), step(3, 'unmet'), step(4, 'met')];
  expect(nextStep({ steps })?.level).toBe(1);
  expect(describeNext({ steps })).toBe('2 points are missing for level 1.');
  expect(describeNext({ steps: [step(0, 'unmet')] })).toBe('1 point is missing for level 0.');
  const whole = [step(0, 'met'), step(1, 'met')];
  expect(nextStep({ steps: whole })).toBeNull();
  expect(describeNext({ steps: whole })).toBe('Every level is held.');
});

it('leads to the part of the page that a check is about', () => {
  const placeOf = (id: string) => placeOfCheck(check(id, 'unmet'))?.href;
  expect(placeOf('document.present')).toBe('?tab=api');
  expect(placeOf('document.lint')).toBe('?tab=api&view=quality');
  expect(placeOf('config.owner')).toBe('?tab=settings');
  expect(placeOf('ready.signals')).toBe('?tab=metrics');
  expect(placeOf('load.passed')).toBeUndefined();
});

it('writes the badge as a picture that leads to the tab', () => {
  expect(badgeMarkdown('orders', 'https://box.example.com', '/badge/abc.svg')).toBe(
    '[![validation of orders](https://box.example.com/badge/abc.svg)](https://box.example.com/services/orders?tab=validation)',
  );
});
