import { expect, it } from 'vitest';
import { type Caller, describeBreaking, describeOthers, orderCallers, teamsOf } from './comparison-words.ts';

const caller = (service: string, critical: boolean, team: string | null): Caller => ({
  service,
  critical,
  team,
  verdict: 'up',
  evidence: ['declared'],
  requestRate: null,
  seenAt: null,
});

it('says how much breaks in words', () => {
  expect([0, 1, 3].map(describeBreaking)).toEqual(['Nothing breaks', '1 breaking change', '3 breaking changes']);
  expect(describeOthers({ breaking: 1, error: 0, warning: 1, info: 5 })).toEqual({ warnings: '1 warning', others: '5 other' });
  expect(describeOthers({ breaking: 1, error: 0, warning: 0, info: 0 })).toEqual({ warnings: null, others: null });
});

it('names critical callers first, and each team once', () => {
  const callers = [caller('b', false, 'web'), caller('a', false, null), caller('z', true, 'web'), caller('c', true, 'app')];
  expect(orderCallers(callers).map(({ service }) => service)).toEqual(['c', 'z', 'a', 'b']);
  expect(teamsOf(callers)).toEqual(['app', 'web']);
});
