import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runChild, runScript } from './child.mjs';
import { say, secondsSince } from './progress.mjs';
import { countTests, listFailures, readReport } from './report.mjs';
import { filesToTryAgain, joinTries } from './second-try.mjs';

const program = (name) => join('node_modules', '.bin', name);
const rooms = ['lib', 'app', 'components', 'worker', 'packages', 'examples', 'proxy.ts', 'instrumentation.ts'];
/** What the browser may load lies in these alone. */
const browserRooms = ['lib/client', 'components'];
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
  { name: 'what the browser ships', run: () => isOk(program('depcruise'), ['--config', 'dependency-rules.browser.mjs', ...browserRooms]) },
  { name: 'unused code (knip)', run: () => isOk(program('knip'), []) },
  { name: 'types (tsc)', run: checkTypes },
  { name: 'migrations', run: () => isOk(process.execPath, ['scripts/new-migration.mjs', '--check']) },
];

async function runTests(name, args) {
  const file = `.cache/tests/${name.replaceAll(' ', '-')}.json`;
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await runScript('node_modules/vitest/vitest.mjs', ['run', ...reporters, ...args]);
  return { code, report: readReport(file) };
}

/** One run of vitest as a step that counts its tests. In CI a file that failed is tried once more, and named (ADR 0018). */
export function testStep(name, { paths, options }) {
  return {
    name,
    run: async () => {
      const first = await runTests(name, [...paths, ...options]);
      if (process.env.CI && !first.report) {
        say(`\n── ${name}: the run died; a second try`);
        const second = await runTests(name, [...paths, ...options]);
        const { code, report } = second.report ? second : await runTests(name, [...paths, ...options]);
        const died = `PASSED ONLY AT THE SECOND TRY ${name}: the first run died without a report`;
        return { ok: code === 0, tests: countTests(report, code), failures: [...(code === 0 ? [died] : []), ...listFailures(report)] };
      }
      const again = process.env.CI ? filesToTryAgain(first.report, first.code) : [];
      if (again.length === 0) return { ok: first.code === 0, tests: countTests(first.report, first.code), failures: listFailures(first.report) };
      say(`\n── ${name}: ${again.join(', ')} failed; a second try`);
      const second = await runTests(`${name} again`, [...again, ...options]);
      const { report, unsteady } = joinTries(first.report, second.report);
      const tests = countTests(report, second.code);
      return { ok: tests.failed === 0, tests, failures: [...unsteady, ...listFailures(report)] };
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
