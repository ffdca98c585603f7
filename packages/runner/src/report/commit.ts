import type { Commit } from './report.ts';

type Env = Record<string, string | undefined>;

interface Provider {
  isHere: (env: Env) => boolean;
  read: (env: Env) => { [Key in keyof Commit]: string | undefined };
}

const withoutRemote = (branch: string | undefined) => branch?.replace(/^(refs\/heads\/|origin\/)/, '');

function githubJob({ GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run, GITHUB_RUN_ATTEMPT: attempt }: Env) {
  if (!server || !repository || !run) return undefined;
  return `${server}/${repository}/actions/runs/${run}${attempt ? `/attempts/${attempt}` : ''}`;
}

/** Each by the variables that its maker documents. A branch is that of the change, not the one it shall be merged into. */
const providers: Provider[] = [
  {
    isHere: (env) => env.GITHUB_ACTIONS === 'true',
    read: (env) => ({ id: env.GITHUB_SHA, branch: env.GITHUB_HEAD_REF || env.GITHUB_REF_NAME, url: githubJob(env) }),
  },
  {
    isHere: (env) => env.GITLAB_CI === 'true',
    read: (env) => ({
      id: env.CI_COMMIT_SHA,
      branch: env.CI_MERGE_REQUEST_SOURCE_BRANCH_NAME || env.CI_COMMIT_REF_NAME,
      url: env.CI_JOB_URL,
    }),
  },
  {
    isHere: (env) => env.CIRCLECI === 'true',
    read: (env) => ({ id: env.CIRCLE_SHA1, branch: env.CIRCLE_BRANCH || env.CIRCLE_TAG, url: env.CIRCLE_BUILD_URL }),
  },
  {
    isHere: (env) => env.BUILDKITE === 'true',
    read: (env) => ({
      id: env.BUILDKITE_COMMIT === 'HEAD' ? undefined : env.BUILDKITE_COMMIT,
      branch: env.BUILDKITE_BRANCH,
      url: env.BUILDKITE_BUILD_URL && `${env.BUILDKITE_BUILD_URL}${env.BUILDKITE_JOB_ID ? `#${env.BUILDKITE_JOB_ID}` : ''}`,
    }),
  },
  {
    isHere: (env) => Boolean(env.JENKINS_URL || (env.BUILD_TAG && env.JENKINS_HOME)),
    read: (env) => ({ id: env.GIT_COMMIT, branch: env.CHANGE_BRANCH || env.BRANCH_NAME || withoutRemote(env.GIT_BRANCH), url: env.BUILD_URL }),
  },
];

const longest = { id: 100, branch: 200, url: 1000 };

function addressOf(text: string | undefined): string | null {
  if (!text || text.length > longest.url || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol)) return null;
  url.username = '';
  url.password = '';
  return url.href;
}

/** What version control and CI say of this run; null outside of GitHub Actions, GitLab CI, CircleCI, Buildkite and Jenkins. */
export function readCommit(env: Env): Commit | null {
  const found = providers.find(({ isHere }) => isHere(env))?.read(env);
  if (!found) return null;
  return { id: found.id?.slice(0, longest.id) || null, branch: found.branch?.slice(0, longest.branch) || null, url: addressOf(found.url) };
}
