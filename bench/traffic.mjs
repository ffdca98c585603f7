// The load generator: how near it comes to the rate that was asked for, and how late it is; what it and wrk measure of the same service
// at the same rate (wrk: apt-get install wrk); then the fault proxy: what it adds to a request, passing on bytes and speaking HTTP, as the
// difference of medians and ÷ the way without it.
//   node bench/traffic.mjs [--rate 2000] [--seconds 4]
import { execFile, fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runLoad } from '../packages/runner/src/load/load.ts';
import { FaultBoard } from '../packages/runner/src/proxy/board.ts';

const argument = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};
const rate = argument('rate', 2000);
const stepMs = argument('seconds', 4) * 1000;

/** Answers in a process of its own, so that it does not take the generator's time. */
function serveAside() {
  const server = createServer((_, response) => response.end('fine')).listen(0, '127.0.0.1', () => process.send(server.address().port));
}

const middle = ({ low, high }) => (low + high) / 2;

async function measure(url, asked) {
  const { steps } = await runLoad({ requests: [{ url }], rate: asked, stepMs, objective: { ms: 4000 } });
  return steps[0];
}

const connections = 20;
const units = { us: 1 / 1000, ms: 1, s: 1000 };
const msOf = (text, percent) => {
  const [, value, unit] = new RegExp(`${percent}%\\s+([\\d.]+)(us|ms|s)`).exec(text) ?? [];
  return Number(value) * units[unit];
};

/** wrk asks again as soon as it is answered: a pause between the two brings it near the rate. Null: it is not there. */
async function measureWithWrk(url) {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-wrk-'));
  const script = join(folder, 'pause.lua');
  writeFileSync(script, `function delay() return ${Math.round((1000 * connections) / rate)} end\n`);
  try {
    const { stdout } = await promisify(execFile)('wrk', ['-t1', `-c${connections}`, `-d${stepMs / 1000}s`, '--latency', '-s', script, url]);
    return { perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]), p50: msOf(stdout, 50), p99: msOf(stdout, 99) };
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compareWithWrk(url) {
  const wrk = await measureWithWrk(url);
  if (!wrk) return console.log('wrk     is not installed: what it measures is not compared (apt-get install wrk)');
  const { latencyMs, sentRate } = await measure(url, wrk.perSecond);
  const [p50, p99] = [middle(latencyMs.p50), middle(latencyMs.p99)];
  console.log(`wrk     at ${wrk.perSecond.toFixed(0)}/s p50 ${wrk.p50.toFixed(2)} ms, p99 ${wrk.p99.toFixed(2)} ms`);
  console.log(
    `ours    at ${sentRate.toFixed(0)}/s p50 ${p50.toFixed(2)} ms (${(p50 / wrk.p50).toFixed(2)}×), p99 ${p99.toFixed(2)} ms (${(p99 / wrk.p99).toFixed(2)}×)`,
  );
}

if (process.send) serveAside();
else {
  const child = fork(fileURLToPath(import.meta.url));
  const port = await new Promise((resolve) => child.once('message', resolve));
  const url = `http://127.0.0.1:${port}/`;
  await measure(url, 200);
  const { sentRate, lagMs, latencyMs, errorRatio } = await measure(url, rate);
  console.log(
    `asked ${rate}/s, sent ${sentRate.toFixed(1)}/s (${((100 * (sentRate - rate)) / rate).toFixed(2)} %), late by ${lagMs.toFixed(2)} ms at p99`,
  );
  console.log(
    `        p50 ${middle(latencyMs.p50).toFixed(2)} ms, p99 ${middle(latencyMs.p99).toFixed(2)} ms, ${(errorRatio * 100).toFixed(2)} % failed`,
  );
  await compareWithWrk(url);

  const board = new FaultBoard();
  const { listen } = await board.add({ name: 'bench', upstream: `127.0.0.1:${port}` });
  const direct = middle((await measure(url, 200)).latencyMs.p50);
  const bytes = middle((await measure(`http://${listen}/`, 200)).latencyMs.p50);
  board.addToxic('bench', { type: 'http_status', toxicity: 0 });
  const http = middle((await measure(`http://${listen}/`, 200)).latencyMs.p50);
  console.log(
    `proxy   +${(bytes - direct).toFixed(2)} ms (${(bytes / direct).toFixed(1)}×) passing on bytes, +${(http - direct).toFixed(2)} ms (${(http / direct).toFixed(1)}×) speaking HTTP, at p50 and 200/s`,
  );
  await board.close();
  child.kill();
}
