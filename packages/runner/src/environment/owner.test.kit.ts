// An owner that is killed in tests: owner.test.kit.ts <folder>. Prints the pids of everything that it started, one JSON, and waits.
import { fileURLToPath } from 'node:url';
import { TestEnvironment } from './environment.ts';

const toy = fileURLToPath(new URL('toy.test.kit.ts', import.meta.url));
const [folder = ''] = process.argv.slice(2);
const service = { command: process.execPath, args: [toy] };
const environment = await TestEnvironment.start({
  folder,
  services: [
    { ...service, name: 'plain' },
    { ...service, name: 'family', env: { STUBBORN: '1', CHILD: '1', STRAY: '1' } },
  ],
});
const bodies = await Promise.all(
  ['plain', 'family'].map(async (name) => (await environment.request<{ pid: number; offspring: number[] }>(name, '/')).body),
);
const pids = bodies.flatMap(({ pid, offspring }) => [pid, ...offspring]);
process.stdout.write(`${JSON.stringify({ pids, folder: environment.folder('plain') })}\n`);
setInterval(() => {}, 1000);
