// The floor that the worker's check cost is held against: a paced undici loop that reads each health answer and keeps
// it in SQLite once a second. Prints JSON when it has measured.
//   node bench/bare-poller.mjs <base url> <targets> <interval ms> <warm s> <window s> <sqlite file>
import { DatabaseSync } from 'node:sqlite';
import { Agent } from 'undici';

const [baseUrl, targetsText, intervalText, warmText, windowText, file] = process.argv.slice(2);
const targets = Number(targetsText);
const intervalMs = Number(intervalText);
const agent = new Agent({ connections: 32, pipelining: 1, keepAliveTimeout: 60_000 });
const database = new DatabaseSync(file);
database.exec(
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE reading (at INTEGER, id INTEGER, ms INTEGER, up INTEGER, PRIMARY KEY (id, at)) WITHOUT ROWID',
);
const insert = database.prepare('INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?)');

let waiting = [];
let checks = 0;

function look(path) {
  return new Promise((resolve, reject) => {
    let status = 0;
    const chunks = [];
    agent.dispatch(
      { origin: baseUrl, path, method: 'GET' },
      {
        onRequestStart() {},
        onResponseStart(_controller, code) {
          status = code;
        },
        onResponseData(_controller, chunk) {
          chunks.push(chunk);
        },
        onResponseEnd: () => resolve({ status, body: Buffer.concat(chunks) }),
        onResponseError: (_controller, error) => reject(error),
      },
    );
  });
}

async function check(id) {
  const begun = performance.now();
  const { status, body } = await look(`/s/${id}/health`);
  const up = status === 200 && JSON.parse(body.toString()).status === 'healthy';
  checks += 1;
  waiting.push([Date.now(), id, Math.round(performance.now() - begun), up ? 1 : 0]);
}

function keep() {
  if (waiting.length === 0) return;
  database.exec('BEGIN');
  for (const row of waiting) insert.run(...row);
  database.exec('COMMIT');
  waiting = [];
}

const started = performance.now();
let next = 0;
function tick() {
  for (;;) {
    const due = started + (next * intervalMs) / targets;
    const now = performance.now();
    if (due > now) {
      setTimeout(tick, Math.max(1, due - now));
      return;
    }
    void check(next % targets);
    next += 1;
  }
}

const seconds = (count) => new Promise((resolve) => setTimeout(resolve, count * 1000));
setInterval(keep, 1000);
tick();
await seconds(Number(warmText));
const before = { cpu: process.cpuUsage(), checks };
await seconds(Number(windowText));
const used = process.cpuUsage(before.cpu);
const done = checks - before.checks;
console.log(JSON.stringify({ checks: done, cpuSecondsPer1000: ((used.user + used.system) / 1e6 / done) * 1000 }));
process.exit(0);
