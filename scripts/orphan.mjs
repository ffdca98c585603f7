// Preloaded into every process that another one of ours starts: when the parent is gone, even by kill -9, stop as on SIGTERM.
import { isMainThread } from 'node:worker_threads';

const EVERY_MS = 500;
const GRACE_MS = 20_000;
const parent = process.ppid;

function stopWhenOrphaned() {
  if (process.ppid === parent) return;
  clearInterval(timer);
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS).unref();
  process.kill(process.pid, 'SIGTERM');
}

const timer = setInterval(stopWhenOrphaned, EVERY_MS).unref();
if (!isMainThread) clearInterval(timer);
