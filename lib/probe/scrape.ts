import type { Exposition } from '#lib/model/exposition.ts';
import type { Reading } from '#lib/model/reading.ts';
import { ExpositionError, parseExposition } from './exposition.ts';
import type { LookContext } from './health.ts';
import type { Http } from './http.ts';
import type { Answer, Limits } from './look.ts';
import type { Credentials, Place } from './place.ts';
import { describeRedirect, isRedirect, makeReading } from './reading.ts';

export interface MetricsTarget extends Credentials {
  baseUrl: string;
  metricsPath: string;
  deadlineMs: number;
  /** Stems of families whose samples are kept; all by default. Every line is checked whatever it says. */
  wanted?: (stem: string) => boolean;
}

export interface Scrape {
  reading: Reading;
  /** All of them or null: a scrape over a limit or malformed gives no samples. */
  samples: Exposition | null;
}

export const metricsLimits: Limits = { maxBytes: 10_000_000, mayCut: false };

type Parsed = { samples: Exposition; reason: string } | { samples: null; outcome: 'fail' | 'self'; reason: string };
const fail = (reason: string): Parsed => ({ samples: null, outcome: 'fail', reason });

const isHtml = (answer: Answer) =>
  /\bhtml\b/i.test(answer.contentType ?? '') || /^\s*<(?:!doctype|html)\b/i.test(answer.body.toString('latin1', 0, 100));

/** The samples of an answer, or why there are none. */
export function parseAnswer(place: Place, answer: Answer, wanted?: MetricsTarget['wanted']): Parsed {
  if (answer.outcome !== 'answer' || answer.status === null)
    return { samples: null, outcome: answer.outcome === 'self' ? 'self' : 'fail', reason: answer.reason };
  if (isRedirect(answer.status)) return fail(describeRedirect(place, answer));
  if (answer.status < 200 || answer.status >= 300) return fail(`answered HTTP ${answer.status}`);
  if (isHtml(answer)) return fail('sends a web page, not metrics');
  try {
    const samples = parseExposition(answer.body, answer.contentType, wanted && { wanted });
    return { samples, reason: `${samples.sampleCount.toLocaleString('en-US')} samples` };
  } catch (error) {
    if (error instanceof ExpositionError) return fail(error.message);
    return { samples: null, outcome: 'self', reason: 'Signalbox could not read the metrics' };
  }
}

/** One look at a metrics endpoint. Never throws for what the target does. */
export async function lookMetrics(http: Http, target: MetricsTarget, { nowMs, signal }: LookContext): Promise<Scrape> {
  const place = http.placeOf('metrics', target.baseUrl, target.metricsPath, target);
  const answer = await http.get(place, metricsLimits, target.deadlineMs, signal);
  const parsed = parseAnswer(place, answer, target.wanted);
  const outcome = parsed.samples ? 'ok' : parsed.outcome;
  return { reading: makeReading('metrics', place, answer, nowMs, { outcome, reason: parsed.reason }), samples: parsed.samples };
}
