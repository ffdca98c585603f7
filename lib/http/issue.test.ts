import { expect, test } from 'vitest';
import { registrationSchema } from '#lib/model/service.ts';
import { toIssues } from './issue.ts';

function issuesOf(input: unknown) {
  const parsed = registrationSchema.safeParse(input);
  return Object.fromEntries(toIssues(parsed.error?.issues ?? []).map(({ path, message }) => [path, message]));
}

test('every fault names its field in plain words', () => {
  const input = {
    name: 'Or ders',
    baseUrl: 'ftp://x',
    displayName: '',
    tier: 9,
    pollIntervalSeconds: 0,
    lifecycle: 'old',
    tags: 'a',
    maxRetries: '3',
    foo: 1,
    links: [{ kind: 'wiki', url: 'https://w.example.com' }],
  };
  expect(issuesOf(input)).toEqual({
    name: 'must be 1–63 lower-case letters, digits and hyphens, beginning with a letter or digit',
    baseUrl: 'the base URL must be an http or https URL without user info',
    displayName: 'must not be empty',
    tier: 'must be at most 4',
    pollIntervalSeconds: 'must be at least 1',
    lifecycle: 'must be experimental or production or deprecated',
    tags: 'must be a list',
    maxRetries: 'must be a number',
    foo: 'is not a field here',
    'links.0.kind': 'must be runbook or repository or dashboard or chat',
  });
});

test('a field that is left out is missing', () => expect(issuesOf({ name: 'a' })).toEqual({ baseUrl: 'is missing' }));
