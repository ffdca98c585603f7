import type { Outcome } from './verdict.ts';

/** What a health endpoint's answer says. */
export interface HealthSaid {
  outcome: Extract<Outcome, 'ok' | 'warn' | 'fail'>;
  /** In words: `HTTP 503: db is DOWN`. Carries names and status words of the body, never its text. */
  reason: string;
  version: string | null;
}

type Level = HealthSaid['outcome'];
type Tree = Record<string, unknown>;

interface Word {
  level: Level;
  /** As the service wrote it. */
  text: string;
}

const words: Record<Level, string> = {
  ok: 'healthy ok okay up pass passing passed running alive live ready green available online serving good success successful succeeded operational normal active started true pong imok allgood nominal none',
  warn: 'degraded warn warning yellow partial partiallyavailable partiallydegraded degradedperformance impaired unstable minor limited',
  fail: 'unhealthy fail failed failing failure down error critical red outofservice unavailable offline dead notserving notready notok nothealthy stopped broken false major fatal',
};

const levelOfWord = new Map(
  (Object.keys(words) as Level[]).flatMap((level) => (words[level] as string).split(' ').map((word) => [word, level] as const)),
);

const statusKeys = ['status', 'health', 'state', 'healthStatus', 'overallStatus', 'overall', 'outcome', 'result'];
const flagKeys = ['healthy', 'isHealthy', 'ok', 'alive', 'ready', 'up', 'success', 'available'];
const partKeys = ['components', 'checks', 'entries', 'results', 'details', 'dependencies', 'services', 'indicators'];
const nameKeys = ['name', 'key', 'id', 'component', 'service', 'componentId'];
const deepest = 4;
const mostParts = 500;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

function readWord(text: string): Word | null {
  const level = levelOfWord.get(text.toLowerCase().replace(/[\s_.!-]+/g, ''));
  return level === undefined ? null : { level, text: text.trim().slice(0, 40) };
}

const flagWord = (flag: boolean): Word => (flag ? { level: 'ok', text: 'healthy' } : { level: 'fail', text: 'unhealthy' });

function readCode(code: number): Word | null {
  return code >= 100 && code < 600 ? { level: code < 400 ? 'ok' : 'fail', text: String(code) } : null;
}

function readValue(value: unknown): Word | null {
  if (typeof value === 'string') return readWord(value);
  if (typeof value === 'boolean') return flagWord(value);
  if (typeof value === 'number') return readCode(value);
  return isTree(value) ? readNested(value) : null;
}

function readNested(tree: Tree): Word | null {
  const values = ['status', 'code', 'state', 'value', 'indicator'].map((key) => tree[key]).filter((value) => typeof value === 'string');
  return values.map(readWord).find((word) => word !== null) ?? null;
}

/** The status that a tree gives itself. */
function readStatus(tree: Tree): Word | null {
  for (const key of statusKeys) {
    const word = readValue(tree[key] ?? tree[key.charAt(0).toUpperCase() + key.slice(1)]);
    if (word) return word;
  }
  for (const key of flagKeys) {
    if (typeof tree[key] === 'boolean') return readValue(tree[key]);
  }
  return null;
}

function nameOf(part: unknown): string | null {
  if (!isTree(part)) return null;
  const name = nameKeys.map((key) => part[key]).find((value) => typeof value === 'string');
  return typeof name === 'string' ? name : null;
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

/** The parts of one group, by name: an object by key, a list by the names in it, a list under a key by that key. */
function partsOf(group: unknown): [string, unknown][] {
  if (isList(group)) return group.slice(0, mostParts).map((part, at) => [nameOf(part) ?? `check ${at + 1}`, part]);
  if (!isTree(group)) return [];
  return Object.entries(group)
    .slice(0, mostParts)
    .flatMap(([name, part]): [string, unknown][] => (isList(part) ? part.slice(0, mostParts).map((one) => [name, one]) : [[name, part]]));
}

const rank: Record<Level, number> = { fail: 0, warn: 1, ok: 2 };
const plainName = (name: string) => (/^[\w .:/@()-]{1,60}$/.test(name) ? name : 'a component');

interface Part extends Word {
  name: string;
}

function worse(a: Part | null, b: Part | null): Part | null {
  if (a === null || b === null) return a ?? b;
  return rank[b.level] < rank[a.level] ? b : a;
}

/** The worst part below a tree, the deepest one that is as bad as its parent. */
function worstPart(tree: Tree, depth = 0): Part | null {
  if (depth >= deepest) return null;
  let worst: Part | null = null;
  for (const key of partKeys) {
    for (const [name, part] of partsOf(tree[key])) worst = worse(worst, readPart(name, part, depth));
  }
  return worst;
}

function readPart(name: string, part: unknown, depth: number): Part | null {
  const own = isTree(part) ? readStatus(part) : typeof part === 'string' || typeof part === 'boolean' ? readValue(part) : null;
  const below = isTree(part) ? worstPart(part, depth + 1) : null;
  if (below && (own === null || rank[below.level] <= rank[own.level])) return { ...below, name: `${plainName(name)}/${below.name}` };
  return own && { ...own, name: plainName(name) };
}

const plainVersion = /^v?[\w][\w.+:~/ -]{0,63}$/;

function versionIn(tree: unknown, depth = 0): string | null {
  if (!isTree(tree)) return null;
  for (const key of ['version', 'releaseId', 'Version', 'serviceVersion', 'appVersion']) {
    const value = tree[key];
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string' && plainVersion.test(value.trim())) return value.trim();
  }
  if (depth >= 2) return null;
  for (const key of ['info', 'build', 'app', 'service']) {
    const version = versionIn(tree[key], depth + 1);
    if (version !== null) return version;
  }
  return null;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

interface Said {
  level: Level;
  /** What people should read; null when the body says nothing of note. */
  detail: string | null;
  version: string | null;
}

const silent: Said = { level: 'ok', detail: null, version: null };

function readTree(tree: Tree): Said {
  const own = readStatus(tree);
  const version = versionIn(tree);
  if (own?.level === 'ok') return { level: 'ok', detail: `says ${own.text}`, version };
  const part = worstPart(tree);
  if (own === null) {
    if (part === null || part.level === 'ok') return { ...silent, version };
    return { level: 'warn', detail: `${part.name} is ${part.text}`, version };
  }
  const isPartBad = part !== null && part.level !== 'ok';
  return { level: own.level, detail: isPartBad ? `${part.name} is ${part.text}` : `says ${own.text}`, version };
}

const cutStatus = /^\s*\{\s*"(?:status|health|state)"\s*:\s*"([^"]{1,40})"/;
const goodText = /\bis (healthy|ready|alive|up|ok|running)[.!]?$/i;
const badText = /\b(?:unhealthy|not (?:ok|ready|healthy|serving|alive)|out of service|is down)\b/i;

function readText(text: string): Said {
  const word = text.length <= 40 ? readWord(text) : null;
  if (word) return { level: word.level, detail: `says ${word.text}`, version: null };
  if (text.length > 300) return silent;
  const bad = badText.exec(text);
  if (bad) return { level: 'fail', detail: `says ${bad[0].toLowerCase()}`, version: null };
  const good = goodText.exec(text);
  if (good) return { level: 'ok', detail: `says ${good[1]}`, version: null };
  return /\bdegraded\b/i.test(text) ? { level: 'warn', detail: 'says degraded', version: null } : silent;
}

function readBody(contentType: string, body: string): Said {
  const text = body.replace(/^\uFEFF/, '').trim();
  if (text === '') return silent;
  if (/\bhtml\b/i.test(contentType) || /^<(?:!doctype html|html)\b/i.test(text)) return { ...silent, detail: 'a web page' };
  if (text[0] !== '{' && text[0] !== '[' && text[0] !== '"') return readText(text);
  const value = parseJson(text);
  if (isTree(value)) return readTree(value);
  if (Array.isArray(value)) return readTree({ checks: value });
  if (typeof value === 'string') return readText(value.trim());
  const word = readWord(cutStatus.exec(text)?.[1] ?? '');
  return word ? { level: word.level, detail: `says ${word.text}`, version: null } : silent;
}

const statusHints: Record<number, string> = {
  401: 'credentials are needed or wrong',
  403: 'credentials are needed or wrong',
  404: 'nothing at this path',
  429: 'asks to be looked at less often',
};

/** Judges the answer of a health endpoint: its status first, then what its body says of itself. */
export function readHealth(status: number, contentType: string | null, body: string): HealthSaid {
  const said = readBody(contentType ?? '', body);
  const isGood = status >= 200 && status < 300;
  if (isGood) return { outcome: said.level, reason: said.detail ?? `HTTP ${status}`, version: said.version };
  const detail = statusHints[status] ?? (said.level === 'ok' ? null : said.detail);
  return { outcome: status === 429 ? 'warn' : 'fail', reason: detail ? `HTTP ${status}: ${detail}` : `HTTP ${status}`, version: said.version };
}
