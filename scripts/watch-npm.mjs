import { readFileSync } from 'node:fs';

function readProcess(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = stat.lastIndexOf(')');
    return { name: stat.slice(stat.indexOf('(') + 1, end), parent: Number(stat.slice(end + 4).split(' ')[0]) };
  } catch {
    return null;
  }
}

/** npm starts us through a shell that may outlive it and passes no signal on, so both links are watched. */
export function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const shell = readProcess(parent);
  const npm = shell && /^(sh|dash|ash|bash)$/.test(shell.name) ? shell.parent : null;
  const timer = setInterval(() => {
    if (process.ppid === parent && (npm === null || readProcess(parent)?.parent === npm)) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  timer.unref();
}
