import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runChild, runScript } from './child.mjs';
import { say, secondsSince } from './progress.mjs';
import { countTests, listFailures, readReport } from './report.mjs';

const program = (name) => join('node_modules', '.bin', name);
const rooms = ['lib', 'app', 'components', 'worker', 'packages', 'examples', 'proxy.ts', 'instrumentation.ts'];
const isOk = async (command, args) => (await runChild(command, args)).code === 0;

async function checkTypes() {
  const { code, output } = await runChild(program('next'), ['typegen'], { quiet: true });
  if (code !== 0) say(output);
  return code === 0 && isOk(program('tsc'), ['--noEmit', '-p', '.']);
}

/** What is checked without running the product, cheapest first. */
export const checks = [
  { name: 'style (Biome)', run: () => isOk(program('biome'), ['check', '.']) },
  { name: 'law of imports', run: () => isOk(program('depcruise'), ['--config', 'dependency-rules.mjs', ...rooms.filter(existsSync)]) },
  { name: 'unused code (knip)', run: () => isOk(program('knip'), []) },
  { name: 'types (tsc)', run: checkTypes },
  { name: 'migrations', run: () => isOk(process.execPath, ['scripts/new-migration.mjs', '--check']) },
];

/** One run of vitest as a step that counts its tests. */
export function testStep(name, args) {
  return {
    name,
    run: async () => {
      const file = `.cache/tests/${name.replaceAll(' ', '-')}.json`;
      mkdirSync(dirname(file), { recursive: true });
      rmSync(file, { force: true });
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
      const { code } = await runScript('node_modules/vitest/vitest.mjs', ['run', ...reporters, ...args]);
      const report = readReport(file);
      return { ok: code === 0, tests: countTests(report, code), failures: listFailures(report) };
    },
  };
}

async function runStep({ name, run }) {
  say(`\n── ${name}`);
  const startedAtMs = Date.now();
  let result;
  try {
    result = await run();
  } catch (error) {
    say(error.message);
    result = false;
  }
  const { ok, ...found } = typeof result === 'object' ? result : { ok: result };
  const seconds = secondsSince(startedAtMs);
  say(`── ${name}: ${ok ? 'ok' : 'FAILED'} after ${seconds} s`);
  return { name, ok, ...found, seconds };
}

/** Runs every step, also after one that failed. */
export async function runSteps(steps) {
  const results = [];
  for (const step of steps) results.push(await runStep(step));
  return results;
}
