import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}

const house = realpathSync(mkdtempSync(join(tmpdir(), 'signalbox-law-')));

const lawful: Record<string, string> = {
  'lib/env.ts': 'export const env = 1;',
  'lib/log.ts': "import pino from 'pino';\nimport { env } from '#lib/env.ts';\nexport const log = [pino, env];",
  'lib/model/service.ts': 'export interface Service { name: string }\nexport const rule = 1;',
  'lib/api/contract.ts': "import { oc } from '@orpc/contract';\nimport { rule } from '#lib/model/service.ts';\nexport const contract = [oc, rule];",
  'lib/store/db.ts': "import pg from 'pg';\nimport { env } from '#lib/env.ts';\nexport const db = [pg, env];",
  'lib/query/service.ts': "import { db } from '#lib/store/db.ts';\nexport const query = db;",
  'lib/http/router.ts': "import { query } from '#lib/query/service.ts';\nexport const router = query;",
  'packages/runner/src/index.ts': 'export const runContract = 1;',
  'lib/probe/contract/prove.ts': "import { runContract } from '../../../packages/runner/src/index.ts';\nexport const prove = runContract;",
  'lib/command/two.ts': "import './one.ts';",
  'lib/client/client.ts': "import type { contract } from '#lib/api/contract.ts';\nexport type Client = typeof contract;",
  'components/session/form.tsx': "import { signIn } from 'next-auth/react';\nexport const form = signIn;",
  'app/page.tsx':
    "import { query } from '#lib/query/service.ts';\nimport { form } from '#components/session/form.tsx';\nexport default [query, form];",
};

const offences: Record<string, { source: string; rules: string[] }> = {
  'lib/model/verdict.ts': { source: "import { db } from '#lib/store/db.ts';\nexport const a = db;", rules: ['lib/model imports only below itself'] },
  'lib/probe/health.ts': { source: "export const a = () => import('#lib/store/db.ts');", rules: ['lib/probe imports only below itself'] },
  'lib/probe/look.ts': {
    source: "import { runContract } from '../../packages/runner/src/index.ts';\nexport const a = runContract;",
    rules: ['packages/runner enters by lib/probe/contract'],
  },
  'lib/command/prove.ts': {
    source: "import { runContract } from '../../packages/runner/src/index.ts';\nexport const a = runContract;",
    rules: ['lib/command imports only below itself', 'packages/runner enters by lib/probe/contract'],
  },
  'lib/api/service.ts': { source: "import '../query/service.ts';", rules: ['lib/api imports only below itself'] },
  'lib/auth/actor.ts': { source: "export * from '#lib/http/router.ts';", rules: ['lib/auth imports only below itself'] },
  'lib/metrics.ts': {
    source: "import type { Service } from '#lib/model/service.ts';\nexport type A = Service;",
    rules: ['the ground imports nothing above itself'],
  },
  'worker/main.ts': { source: "import { db } from '#lib/store/db.ts';\nexport const a = db;", rules: ['worker imports only below itself'] },
  'proxy.ts': { source: "import { db } from '#lib/store/db.ts';\nexport const a = db;", rules: ['proxy.ts imports only below itself'] },
  'lib/query/fleet.ts': {
    source: "import { PrismaClient } from '@prisma/client';\nexport const a = PrismaClient;",
    rules: ['@prisma/[^/]+ enters by lib/store'],
  },
  'lib/command/check.ts': {
    source: "import { request } from 'undici';\nexport const a = request;",
    rules: ['undici enters by lib/probe, packages/sdk/src/http.ts'],
  },
  'examples/user/main.ts': { source: "import { db } from '#lib/store/db.ts';\nexport const a = db;", rules: ['examples imports only below itself'] },
  'lib/live/feed.ts': { source: "import pino from 'pino';\nexport const a = pino;", rules: ['pino enters by lib/log.ts'] },
  'components/service/chart.tsx': {
    source: "import { Line } from 'recharts';\nexport const a = Line;",
    rules: ['recharts enters by components/charts'],
  },
  'components/session/server.tsx': {
    source: "import { getServerSession } from 'next-auth';\nexport const a = getServerSession;",
    rules: ['the sign-in page asks next-auth by its client half'],
  },
  'components/fleet/panel.tsx': {
    source: "import { query } from '#lib/query/service.ts';\nexport const a = query;",
    rules: ['components imports only below itself', 'the browser never reaches the store or the environment'],
  },
  'components/ui/flag.tsx': {
    source: "import { env } from '#lib/env.ts';\nexport const a = env;",
    rules: ['the browser never reaches the store or the environment'],
  },
  'lib/client/service.ts': {
    source: "import { contract } from '#lib/api/contract.ts';\nexport const a = contract;",
    rules: ['the browser ships no contract'],
  },
  'lib/command/one.ts': { source: "import './two.ts';", rules: ['no cycles'] },
  'lib/command/lost.ts': { source: "import '#lib/model/nowhere.ts';", rules: ['what is imported exists'] },
};

/** Lawful by the rules of imports; here it counts what is left of them at run time. */
const shipped: Record<string, string> = {
  'lib/model/schema.ts':
    "import { z } from 'zod';\nimport { limit } from './limit.ts';\nexport const schema = z.number().max(limit);\nexport type Schema = z.infer<typeof schema>;",
  'lib/model/limit.ts': 'export const limit = 1;',
  'lib/model/rule.ts': "import { schema } from './schema.ts';\nexport const rule = schema;",
  'lib/model/plain.ts': "import type { Schema } from './schema.ts';\nimport { limit } from './limit.ts';\nexport const plain: Schema = limit;",
  'components/fleet/plain.tsx':
    "import { plain } from '#lib/model/plain.ts';\nimport type { Schema } from '#lib/model/schema.ts';\nexport const a: Schema = plain;",
  'lib/client/plain.ts': "import type { schema } from '#lib/model/schema.ts';\nexport type A = typeof schema;",
  'components/fleet/value.tsx': "import { rule } from '#lib/model/rule.ts';\nexport const a = rule;",
  'components/fleet/lazy.tsx': "export const a = () => import('./value.tsx');",
  'lib/client/value.ts': "import { schema } from '#lib/model/schema.ts';\nexport const a = schema;",
};

let violations: Violation[] = [];
let weighing: Violation[] = [];

function furnish(path: string, source: string) {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), source);
}

async function judge(rules: string, ...rooms: string[]): Promise<Violation[]> {
  const cli = resolve('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [cli, '--config', rules, '--output-type', 'json', ...rooms];
  const json = await new Promise<string>((done) => {
    execFile(process.execPath, args, { cwd: house, maxBuffer: 50_000_000 }, (_error, stdout) => done(stdout));
  });
  return JSON.parse(json).summary.violations;
}

beforeAll(async () => {
  for (const file of ['package.json', 'tsconfig.json', 'dependency-rules.mjs', 'dependency-rules.browser.mjs']) cpSync(file, join(house, file));
  symlinkSync(resolve('node_modules'), join(house, 'node_modules'));
  for (const [path, source] of Object.entries(lawful)) furnish(path, source);
  for (const [path, { source }] of Object.entries(offences)) furnish(path, source);
  for (const [path, source] of Object.entries(shipped)) furnish(path, source);
  violations = await judge('dependency-rules.mjs', 'lib', 'app', 'components', 'worker', 'examples', 'proxy.ts');
  weighing = await judge('dependency-rules.browser.mjs', 'lib/client', 'components');
});

afterAll(() => rmSync(house, { recursive: true, force: true }));

test.each(Object.entries(offences))('the law names %s and the rule it breaks', (path, { rules }) => {
  const named = new Set(violations.filter(({ from }) => from === path).map(({ rule }) => rule.name));
  expect([...named].sort()).toEqual([...rules].sort());
});

test('the law lets lawful files be', () => {
  expect(violations.filter(({ from }) => from in lawful)).toEqual([]);
});

test('the browser reaches no schemas by what is left at run time, and types weigh nothing', () => {
  const named = new Set(weighing.map(({ from, rule }) => `${from}: ${rule.name}`));
  const guilty = ['components/fleet/lazy.tsx', 'components/fleet/value.tsx', 'lib/client/value.ts'];
  expect([...named].sort()).toEqual(guilty.map((path) => `${path}: the browser ships no schemas`));
});
