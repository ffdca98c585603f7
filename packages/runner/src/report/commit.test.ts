import { expect, test } from 'vitest';
import { readCommit } from './commit.ts';

const id = '5c1860f0c1b1b7c3e2f9a0d4a8f1e6b7c9d0e1f2';

test.each<[string, Record<string, string>, { branch: string | null; url: string | null }]>([
  [
    'GitHub Actions',
    {
      ...{ GITHUB_ACTIONS: 'true', GITHUB_SHA: id, GITHUB_REF_NAME: 'main', GITHUB_HEAD_REF: '', GITHUB_RUN_ATTEMPT: '2' },
      ...{ GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'shop/orders', GITHUB_RUN_ID: '1658821493' },
    },
    { branch: 'main', url: 'https://github.com/shop/orders/actions/runs/1658821493/attempts/2' },
  ],
  [
    'a pull request in GitHub Actions',
    { GITHUB_ACTIONS: 'true', GITHUB_SHA: id, GITHUB_REF_NAME: '7/merge', GITHUB_HEAD_REF: 'refunds' },
    { branch: 'refunds', url: null },
  ],
  [
    'GitLab CI',
    { GITLAB_CI: 'true', CI_COMMIT_SHA: id, CI_COMMIT_REF_NAME: 'main', CI_JOB_URL: 'https://gitlab.example.com/shop/orders/-/jobs/12' },
    { branch: 'main', url: 'https://gitlab.example.com/shop/orders/-/jobs/12' },
  ],
  [
    'a merge request in GitLab CI',
    { GITLAB_CI: 'true', CI_COMMIT_SHA: id, CI_COMMIT_REF_NAME: 'refs/merge-requests/7/head', CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'refunds' },
    { branch: 'refunds', url: null },
  ],
  [
    'Jenkins',
    { JENKINS_URL: 'http://ci:8080/', GIT_COMMIT: id, GIT_BRANCH: 'origin/main', BUILD_URL: 'http://ci:8080/job/orders/42/' },
    { branch: 'main', url: 'http://ci:8080/job/orders/42/' },
  ],
  [
    'a change in Jenkins',
    { JENKINS_URL: 'http://10.0.0.5:8080/', GIT_COMMIT: id, BRANCH_NAME: 'PR-7', CHANGE_BRANCH: 'refunds', BUILD_URL: 'http://10.0.0.5:8080/job/7/' },
    { branch: 'refunds', url: 'http://10.0.0.5:8080/job/7/' },
  ],
  [
    'CircleCI',
    { CIRCLECI: 'true', CIRCLE_SHA1: id, CIRCLE_BRANCH: 'main', CIRCLE_BUILD_URL: 'https://circleci.com/gh/shop/orders/42' },
    { branch: 'main', url: 'https://circleci.com/gh/shop/orders/42' },
  ],
  [
    'Buildkite',
    {
      ...{ BUILDKITE: 'true', BUILDKITE_COMMIT: id, BUILDKITE_BRANCH: 'main', BUILDKITE_JOB_ID: '0190' },
      BUILDKITE_BUILD_URL: 'https://buildkite.com/shop/orders/builds/42',
    },
    { branch: 'main', url: 'https://buildkite.com/shop/orders/builds/42#0190' },
  ],
])('%s says commit, branch and job', (_, env, expected) => {
  expect(readCommit(env)).toEqual({ id, ...expected });
});

test('elsewhere nothing is said, and what is no address of the web is left out', () => {
  expect(readCommit({ HOME: '/root', GIT_COMMIT: id })).toBeNull();
  expect(readCommit({ BUILDKITE: 'true', BUILDKITE_COMMIT: 'HEAD', BUILDKITE_BUILD_URL: 'file:///etc/passwd' })).toEqual({
    ...{ id: null, branch: null, url: null },
  });
  expect(readCommit({ CIRCLECI: 'true', CIRCLE_BUILD_URL: 'https://me:secret@ci.example.com/1' })?.url).toBe('https://ci.example.com/1');
});
