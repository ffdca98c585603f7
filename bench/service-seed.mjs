// Fills a migrated SQLite database with services as a fleet has them: groups, states, a day of history, rates.
// The same count and seed give the same services.
import Database from 'better-sqlite3';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const domains = ['commerce', 'identity', 'logistics', 'payments', 'content', 'data', 'support', 'platform'];
const teams = ['checkout', 'accounts', 'routing', 'ledger', 'search', 'pipelines', 'care', 'core', 'growth', 'mobile', 'pricing', 'trust'];
const nouns = ['orders', 'carts', 'users', 'sessions', 'parcels', 'routes', 'invoices', 'refunds', 'articles', 'media', 'events', 'tickets'];
const forms = ['api', 'worker', 'gateway', 'index', 'sync', 'batch', 'edge', 'writer'];
const tags = ['go', 'jvm', 'node', 'python', 'pci', 'public', 'batch', 'eu', 'us', 'legacy'];
const reasons = {
  up: ['HTTP 200'],
  degraded: ['answers in 1.4 s (≤ 1 s)', 'says so itself: db WARN', 'answers in 2.1 s (≤ 1 s)'],
  down: ['connection refused', 'HTTP 503', 'no answer within 30 s', 'name not resolved'],
  unknown: ['never looked at', 'stale: not looked at since 11:40'],
  maintenance: ['maintenance'],
};
const ranks = { down: 0, degraded: 1, unknown: 2, maintenance: 3, up: 4 };

/** A small generator of numbers 0–1, the same for the same seed. */
function makeRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function verdictOf(share) {
  if (share < 0.003) return 'down';
  if (share < 0.012) return 'degraded';
  if (share < 0.016) return 'unknown';
  return share < 0.019 ? 'maintenance' : 'up';
}

/** The services themselves, without an id. */
function makeServices(count, nowMs, random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  return Array.from({ length: count }, (_, index) => {
    const noun = nouns[index % nouns.length];
    const round = Math.floor(index / (nouns.length * forms.length));
    const name = `${noun}-${forms[Math.floor(index / nouns.length) % forms.length]}${round === 0 ? '' : `-${round + 1}`}`;
    const verdict = verdictOf(index < 3 ? 0.001 : random());
    const rate = random() ** 6 * 2000;
    const low = 5 * 2 ** Math.floor(random() * 7);
    return {
      id: index + 1,
      name,
      domainId: 1 + Math.floor(random() * domains.length),
      teamId: 1 + Math.floor(random() * teams.length),
      tier: 1 + Math.floor(random() ** 0.6 * 4),
      lifecycle: random() < 0.06 ? (random() < 0.5 ? 'experimental' : 'deprecated') : 'production',
      tags: [...new Set([pick(tags), pick(tags)])],
      verdict,
      rank: ranks[verdict],
      reason: pick(reasons[verdict]),
      sinceMs: nowMs - Math.floor(random() * (verdict === 'up' ? 20 * 24 * hourMs : hourMs)),
      version: `${1 + Math.floor(random() * 6)}.${Math.floor(random() * 30)}.${Math.floor(random() * 10)}`,
      rate: verdict === 'down' ? 0 : rate,
      errors: verdict === 'degraded' ? 0.04 : random() ** 8 * 0.05,
      low,
      high: low * 2,
      checkedMs: nowMs - Math.floor(random() * 15_000),
    };
  });
}

const insertGroups = (table) =>
  `INSERT INTO "${table}" ("id", "name", "displayName", "createdAt") SELECT key + 1, value, upper(substr(value, 1, 1)) || substr(value, 2), :nowMs FROM json_each(:rows)`;

const insertServices = `INSERT INTO "Service" ("id", "name", "displayName", "description", "baseUrl", "metricsPath", "tier", "lifecycle", "domainId", "teamId", "searchText", "createdAt", "updatedAt")
  SELECT value->>'id', value->>'name', value->>'name', '', 'https://' || (value->>'name') || '.example.com', '/metrics', value->>'tier', value->>'lifecycle',
    value->>'domainId', value->>'teamId', value->>'searchText', :nowMs, :nowMs FROM json_each(:rows)`;

const insertStates = `INSERT INTO "ServiceState" ("serviceId", "verdict", "verdictRank", "reason", "since", "checkedAt", "staleAt", "durationMs", "version", "requestRate", "errorRatio", "latencyMsP95Low", "latencyMsP95High", "signalsAt")
  SELECT value->>'id', value->>'verdict', value->>'rank', value->>'reason', value->>'sinceMs', value->>'checkedMs', :nowMs + 86400000, 12.5, value->>'version',
    value->>'rate', value->>'errors', value->>'low', value->>'high', value->>'checkedMs' FROM json_each(:rows)`;

const insertTags = `INSERT INTO "ServiceTag" ("serviceId", "tag") SELECT s.value->>'id', t.value FROM json_each(:rows) s, json_each(s.value, '$.tags') t`;

const hours = "json_each('[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23]') hour";

const insertHealth = `INSERT INTO "HealthRollup" ("serviceId", "stepSeconds", "at", "up", "degraded", "down", "durationSumMs", "durationMaxMs")
  SELECT "serviceId", 3600, :fromMs + hour.value * ${hourMs}, 230, 0, CASE WHEN ("serviceId" * 31 + hour.value * 17) % 97 = 0 THEN 10 ELSE 0 END, 2900, 40
  FROM "ServiceState", ${hours}`;

const insertSignals = `INSERT INTO "SignalPoint" ("serviceId", "stepSeconds", "at", "seconds", "requests", "errors")
  SELECT "serviceId", 3600, :fromMs + hour.value * ${hourMs}, 3600, "requestRate" * 3600 * (0.6 + (("serviceId" * 13 + hour.value * 29) % 80) / 100.0), 0
  FROM "ServiceState", ${hours}`;

/** The history counts as rolled up to now. */
const keepCursor = `INSERT OR REPLACE INTO "Setting" ("key", "value") VALUES ('rollup.cursor', :cursor)`;

/** Empties the catalog of the database at `file` and puts `count` services into it. */
export function seedServices(file, count, { nowMs = Date.now(), seed = 7 } = {}) {
  const services = makeServices(count, nowMs, makeRandom(seed)).map((service) => ({
    ...service,
    searchText: [service.name, service.name, teams[service.teamId - 1], domains[service.domainId - 1], '', ...service.tags, ''].join('\n'),
  }));
  const fromMs = Math.floor(nowMs / hourMs) * hourMs - 23 * hourMs;
  const db = new Database(file, { timeout: 30_000 });
  try {
    db.pragma('foreign_keys = ON');
    db.transaction(() => {
      for (const table of ['Service', 'Team', 'Domain', 'System']) db.prepare(`DELETE FROM "${table}"`).run();
      db.prepare(insertGroups('Domain')).run({ rows: JSON.stringify(domains), nowMs });
      db.prepare(insertGroups('Team')).run({ rows: JSON.stringify(teams), nowMs });
      for (let at = 0; at < services.length; at += 1000) {
        const rows = JSON.stringify(services.slice(at, at + 1000));
        db.prepare(insertServices).run({ rows, nowMs });
        db.prepare(insertStates).run({ rows, nowMs });
        db.prepare(insertTags).run({ rows });
      }
      db.prepare(insertHealth).run({ fromMs });
      db.prepare(insertSignals).run({ fromMs });
      db.prepare(keepCursor).run({ cursor: JSON.stringify({ value: { atMs: Math.floor(nowMs / minuteMs) * minuteMs, nextId: 0 } }) });
    }).immediate();
    db.pragma('optimize');
  } finally {
    db.close();
  }
  return services;
}
