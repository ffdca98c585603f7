import { killChildren } from './child.mjs';
import { generateIfStale } from './prepare.mjs';
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

await generateIfStale();
const { lines, last, ok } = summarise(await runSteps([...checks, testStep('tests', { paths: process.argv.slice(2), options: [] })]));
say(`\n${lines.join('\n')}\n\n${last}`);
process.exitCode = ok ? 0 : 1;
