import { runCommand } from './command.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    stop.abort(new DOMException('stopped', 'AbortError'));
    // Whoever asks twice does not want to wait.
    process.once(signal, () => process.exit(130));
  });

const world = {
  env: process.env,
  print: (line: string) => process.stdout.write(`${line}\n`),
  complain: (line: string) => process.stderr.write(`${line}\n`),
  ...(process.stderr.isTTY && { rewrite: (line: string) => process.stderr.write(`\r\u001b[K${line}`) }),
  signal: stop.signal,
};

try {
  process.exitCode = await runCommand(process.argv.slice(2), world);
} catch (error) {
  if (!stop.signal.aborted) throw error;
  process.exitCode = 130;
}
