// Preloaded into every process that another one of ours starts: when the parent is gone, even by kill -9, stop as on SIGTERM.
import { isMainThread } from 'node:worker_threads';

const EVERY_MS = 500;
const GRACE_MS = 20_000;
const parent = process.ppid;
/** Whoever starts us may be gone before we can look, so its id stands in our address: orphan.mjs?starter=123. */
const starter = Number(new URL(import.meta.url).searchParams.get('starter'));

function isGone(pid) {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function stopWhenOrphaned() {
  if (process.ppid === parent && !(starter > 0 && starter !== parent && isGone(starter))) return;
  clearInterval(timer);
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS).unref();
  process.kill(process.pid, 'SIGTERM');
}

const timer = setInterval(stopWhenOrphaned, EVERY_MS).unref();
if (!isMainThread) clearInterval(timer);
