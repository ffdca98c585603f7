// A service of the tests: toy.test.kit.ts. What it does wrong is said by its environment:
// HEALTH (status of /health), SICK_MS, EXIT (code, after it has said its last words), SHY (asks a URL for leave to listen, telling its port),
// STUBBORN (ends on SIGKILL alone), CHILD (starts a process of its own, which is stubborn too) and STRAY (one that leaves the group).
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';

const { PORT, HEALTH, SICK_MS, EXIT, SHY, STUBBORN, CHILD, STRAY } = process.env;
const startedMs = performance.now();
const say = (line: string) => process.stdout.write(`${line}\n`);

say(`the toy starts at ${Date.now()}`);
if (EXIT) {
  process.stderr.write('the last words of the toy\n');
  process.exit(Number(EXIT));
}
if (STUBBORN) process.on('SIGTERM', () => say('the toy does not want to end'));
const endless = ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"];
const offspring: (number | undefined)[] = [];
if (CHILD) offspring.push(spawn(process.execPath, endless, { stdio: 'inherit' }).pid);
if (STRAY) offspring.push(spawn(process.execPath, endless, { stdio: 'ignore', detached: true }).pid);
if (SHY) await fetch(`${SHY}/${PORT}`);

const healthStatus = () => (performance.now() - startedMs < Number(SICK_MS ?? 0) ? 503 : Number(HEALTH ?? 200));

createServer((request, response) => {
  const path = request.url ?? '/';
  if (path === '/health') return response.writeHead(healthStatus()).end('the health of the toy');
  if (path === '/crash') process.exit(3);
  if (path === '/hang') return;
  say(JSON.stringify({ msg: 'asked', path, correlationId: request.headers['x-correlation-id'] }));
  let text = '';
  request.on('data', (chunk) => {
    text += chunk;
  });
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const { method, headers } = request;
    response.end(
      JSON.stringify({ pid: process.pid, offspring, env: process.env, args: process.argv.slice(2), cwd: process.cwd(), method, headers, text }),
    );
  });
}).listen(Number(PORT), '127.0.0.1');
