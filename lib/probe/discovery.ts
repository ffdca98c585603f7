import { randomBytes } from 'node:crypto';
import { AppError } from '#lib/errors.ts';
import type { Confidence, Discovery, Find } from '#lib/model/discovery.ts';
import type { TargetKind } from '#lib/model/reading.ts';
import { type Evidence, readCatalog, readDocumentEvidence, readHealthEvidence, readMetricsEvidence, readRootEvidence } from './discovery/evidence.ts';
import { type Candidate, listCandidates, pathBelow } from './discovery/places.ts';
import { suggest } from './discovery/suggestion.ts';
import { documentLimits } from './document.ts';
import { describeError } from './fault.ts';
import type { LookContext } from './health.ts';
import { healthLimits } from './health.ts';
import type { Http } from './http.ts';
import type { Answer } from './look.ts';
import { checkUrl, type OutboundPolicy } from './outbound.ts';
import type { Place } from './place.ts';
import { metricsLimits } from './scrape.ts';

interface Seen {
  candidate: Candidate;
  place: Place;
  answer: Answer;
  evidence: Evidence;
}

const atOnce = 6;
const anonymous = { apiKey: null, bearerToken: null };
const limitsOf = { health: healthLimits, metrics: metricsLimits, document: documentLimits };
const readers: Record<TargetKind, (place: Place, answer: Answer) => Evidence> = {
  health: readHealthEvidence,
  metrics: readMetricsEvidence,
  document: readDocumentEvidence,
};

function readEvidence(candidate: Candidate, place: Place, answer: Answer): Evidence {
  if (candidate.role === 'root') return readRootEvidence(place, answer);
  if (candidate.role !== 'catalog') return readers[candidate.kind](place, answer);
  const count = readCatalog(place, answer).length;
  return { confidence: null, words: count > 0 ? `an API catalog that names ${count} of its documents` : answer.reason || `HTTP ${answer.status}` };
}

interface Search {
  http: Http;
  baseUrl: string;
  endMs: number;
  signal: AbortSignal | undefined;
}

async function see(search: Search, candidate: Candidate): Promise<Seen> {
  const { http, baseUrl, endMs, signal } = search;
  const place = http.placeOf(candidate.kind, baseUrl, candidate.path, anonymous);
  const answer = await http.get(place, limitsOf[candidate.kind], Math.max(1, endMs - performance.now()), signal);
  return { candidate, place, answer, evidence: readEvidence(candidate, place, answer) };
}

/** Looks at every candidate, six at once; what a catalog names comes on top. */
async function seeAll(search: Search, candidates: Candidate[]): Promise<Seen[]> {
  const queue = [...candidates];
  const seen: Seen[] = [];
  const walk = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const one = await see(search, next);
      seen.push(one);
      if (next.role === 'catalog') queue.push(...namedBy(search, one, [...candidates, ...queue]));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, walk));
  return seen;
}

function namedBy(search: Search, { place, answer, candidate }: Seen, known: Candidate[]): Candidate[] {
  return readCatalog(place, answer)
    .map((url, at): Candidate => ({ kind: 'document', path: pathBelow(search.baseUrl, url), role: 'target', rank: candidate.rank - 50 + at }))
    .filter((one) => !known.some((other) => other.kind === one.kind && other.path === one.path));
}

const climbOf = (path: string) => /^(?:\/\.\.)*/.exec(path)?.[0] ?? '';

const gistOf = ({ evidence }: Seen) => evidence.words.split(', ')[0];

/** Whether an answer says no more than any made-up path of the same place does. */
function isCatchAll(one: Seen, all: Seen[]): boolean {
  const random = all.find((other) => other.candidate.role === 'random' && climbOf(other.candidate.path) === climbOf(one.candidate.path));
  if (random?.answer.outcome !== 'answer' || one.candidate.role === 'root') return false;
  if (random.answer.status !== one.answer.status) return false;
  if (random.answer.body.equals(one.answer.body)) return true;
  if (one.evidence.confidence !== 'certain') return true;
  return one.candidate.kind === 'health' && gistOf(random) === gistOf(one);
}

const sureness: Record<Confidence, number> = { certain: 0, likely: 1, possible: 2 };

function listFinds(seen: Seen[]): { find: Find; seen: Seen }[] {
  const rankOf = ({ evidence, candidate }: Seen) =>
    sureness[evidence.confidence ?? 'possible'] * 10_000 + (candidate.role === 'root' ? 5000 : candidate.rank);
  return seen
    .filter((one) => one.candidate.role !== 'random' && one.evidence.confidence !== null && !isCatchAll(one, seen))
    .sort((a, b) => rankOf(a) - rankOf(b))
    .map((one) => ({ seen: one, find: toFind(one) }));
}

function toFind({ candidate, place, answer, evidence }: Seen): Find {
  const { kind, path } = candidate;
  const confidence = evidence.confidence ?? 'possible';
  return { kind, path, url: place.url, confidence, evidence: evidence.words, statusCode: answer.status ?? 0, durationMs: answer.durationMs };
}

const kindRank: Record<TargetKind, number> = { health: 0, metrics: 1, document: 2 };
const names: Record<TargetKind, string> = { health: 'a health endpoint', metrics: 'metrics', document: 'an API document' };

/** One sentence about the whole look. */
function summarise(seen: Seen[], found: TargetKind[]): string {
  const answered = seen.filter((one) => one.answer.status !== null);
  if (answered.length === 0) return seen[0]?.answer.reason ?? 'no answer';
  if (found.length > 0) return `Found ${new Intl.ListFormat('en').format(found.map((kind) => names[kind]))}.`;
  const redirect = answered.find((one) => /^redirects to https?:/.test(one.evidence.words));
  return `It answers, but nothing was found at the well-known places.${redirect ? ` It ${redirect.evidence.words}; give that address instead.` : ''}`;
}

function describeSeen(one: Seen, seen: Seen[]): string {
  const isNoFind = one.evidence.confidence !== null && isCatchAll(one, seen);
  return isNoFind ? `${one.evidence.words}, as on any path` : one.evidence.words;
}

function report(baseUrl: string, seen: Seen[], durationMs: number): Discovery {
  const finds = listFinds(seen);
  const best = (kind: TargetKind) => finds.find(({ find }) => find.kind === kind) ?? null;
  const [health, metrics, document] = [best('health'), best('metrics'), best('document')];
  const chosen = [health, metrics, document].filter((one) => one !== null);
  const known = { baseUrl, sketch: document?.seen.evidence.sketch ?? null, samples: metrics?.seen.evidence.samples ?? null };
  return {
    baseUrl,
    reachable: seen.some((one) => one.answer.status !== null),
    reason: summarise(
      seen,
      chosen.map(({ find }) => find.kind),
    ),
    health: health?.find ?? null,
    metrics: metrics?.find ?? null,
    document: document?.find ?? null,
    others: finds.filter((one) => !chosen.includes(one) && one.seen.candidate.role !== 'root').map(({ find }) => find),
    looked: seen
      .filter((one) => one.candidate.role !== 'random')
      .sort((a, b) => kindRank[a.candidate.kind] - kindRank[b.candidate.kind] || a.candidate.rank - b.candidate.rank)
      .map((one) => ({ kind: one.candidate.kind, path: one.candidate.path, result: describeSeen(one, seen) })),
    suggestion: {
      ...suggest({ ...known, healthVersion: health?.seen.evidence.version ?? null }),
      healthCheckPath: health?.find.path ?? null,
      metricsPath: metrics?.find.path ?? null,
      openapiPath: document?.find.path ?? null,
    },
    durationMs,
  };
}

const nobody = (baseUrl: string, reason: string, durationMs: number): Discovery => ({ ...report(baseUrl, [], durationMs), reason });

/** Looks at the well-known places of a base URL. Throws `outbound_denied`; all that the target does is in the result. */
export async function discover(
  http: Http,
  policy: OutboundPolicy,
  text: string,
  { signal, deadlineMs = 5000 }: LookContext & { deadlineMs?: number },
): Promise<Discovery> {
  const startedMs = performance.now();
  const url = checkUrl(policy, text);
  const baseUrl = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  try {
    await http.checkHost(url);
  } catch (error) {
    if (error instanceof AppError) throw error;
    return nobody(baseUrl, describeError(error, false).reason, performance.now() - startedMs);
  }
  const candidates = listCandidates(baseUrl, `signalbox-${randomBytes(8).toString('hex')}`);
  const seen = await seeAll({ http, baseUrl, endMs: startedMs + deadlineMs, signal }, candidates);
  return report(baseUrl, seen, performance.now() - startedMs);
}
