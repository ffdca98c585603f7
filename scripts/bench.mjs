// npm run bench               every benchmark, one after the other
// npm run bench -- parser …   one of them, with its arguments
import { killChildren, runScript } from './child.mjs';
import { buildIfStale, generateIfStale } from './prepare.mjs';
import { say } from './progress.mjs';
import { onStopRequest } from './signals.mjs';

const benchmarks = [
  'parser',
  'check-cost',
  'signals',
  'page-weight',
  'services-page',
  'search',
  'compare',
  'documents',
  'documentation',
  'import',
  'sdk',
  'graph',
  'wall',
  'contract',
  'environment',
  'traffic',
];
const [asked, ...args] = process.argv.slice(2);

onStopRequest({
  onFirst: () => {
    killChildren();
    process.exit(1);
  },
  onSecond: () => process.exit(1),
});

if (asked && !benchmarks.includes(asked)) {
  say(`There is no benchmark ${asked}; there are ${benchmarks.join(', ')}.`);
  process.exit(2);
}
await generateIfStale();
await buildIfStale();
for (const name of asked ? [asked] : benchmarks) {
  say(`\n── ${name}`);
  const { code } = await runScript(`bench/${name}.mjs`, args);
  if (code !== 0) process.exitCode = 1;
}
