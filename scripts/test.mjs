import { browserFault, ensureBrowser } from './browser.mjs';
import { killChildren } from './child.mjs';
import { ensureDaemons } from './daemons.mjs';
import { buildIfStale, generateIfStale } from './prepare.mjs';
import { say } from './progress.mjs';
import { summarise } from './report.mjs';
import { onStopRequest } from './signals.mjs';
import { checks, runSteps, testStep } from './steps.mjs';

onStopRequest({
  onFirst: () => {
    killChildren();
    process.exit(1);
  },
  onSecond: () => process.exit(1),
});

/** `npm test -- lib/probe` runs those tests alone; options such as `-t name` reach every run of vitest. */
function planTests(args) {
  const firstOption = args.findIndex((arg) => arg.startsWith('-'));
  const paths = firstOption < 0 ? args : args.slice(0, firstOption);
  const options = firstOption < 0 ? [] : args.slice(firstOption);
  const journeys = paths.filter((path) => path.startsWith('e2e'));
  const units = paths.filter((path) => !path.startsWith('e2e'));
  const all = paths.length === 0;
  return {
    all: args.length === 0,
    units: all || units.length > 0 ? { paths: units, options } : null,
    journeys: all || journeys.length > 0 ? { paths: journeys, options: ['--config', 'vitest.e2e.config.ts', ...options] } : null,
  };
}

async function ensureTools() {
  const browser = await ensureBrowser();
  if (browser) process.env.CHROMIUM = browser;
  else say(`NO BROWSER: ${browserFault}`);
  await ensureDaemons();
}

/** The journeys, after a build; without one they would only fail slowly. */
function planJourneys(plan) {
  let isBuilt = false;
  const build = async () => {
    await buildIfStale();
    isBuilt = true;
    return true;
  };
  const journeys = testStep('journeys', plan);
  return [
    { name: 'build', run: build },
    { ...journeys, run: () => (isBuilt ? journeys.run() : false) },
  ];
}

const plan = planTests(process.argv.slice(2));
await ensureTools();
await generateIfStale();
const steps = [
  ...(plan.all ? checks : []),
  ...(plan.units ? [testStep('tests', plan.units)] : []),
  ...(plan.journeys ? planJourneys(plan.journeys) : []),
];
const { lines, last, ok } = summarise(await runSteps(steps));
say(`\n${lines.join('\n')}\n\n${last}`);
process.exitCode = ok ? 0 : 1;
