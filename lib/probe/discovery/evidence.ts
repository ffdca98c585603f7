import type { Confidence } from '#lib/model/discovery.ts';
import { type Exposition, familyOf } from '#lib/model/exposition.ts';
import { readHealth } from '#lib/model/health-body.ts';
import type { Answer } from '../look.ts';
import type { Place } from '../place.ts';
import { describeRedirect, isRedirect } from '../reading.ts';
import { parseAnswer } from '../scrape.ts';
import { describeSketch, type Sketch, sketchDocument } from '../sketch.ts';

/** What an answer proves, in words; without confidence it proves nothing. */
export interface Evidence {
  confidence: Confidence | null;
  words: string;
  version?: string | null;
  sketch?: Sketch;
  samples?: Exposition;
}

const nothing = (words: string): Evidence => ({ confidence: null, words });

function isHtml(answer: Answer): boolean {
  return /\bhtml\b/i.test(answer.contentType ?? '') || /^\s*<(?:!doctype|html)\b/i.test(answer.body.toString('latin1', 0, 100));
}

const isGood = (answer: Answer) => answer.status !== null && answer.status >= 200 && answer.status < 300;

/** What speaks for none of the three kinds; null when the answer deserves a closer look. */
function readPlain(place: Place, answer: Answer): Evidence | null {
  if (answer.outcome !== 'answer' || answer.status === null) return nothing(answer.reason);
  if (isRedirect(answer.status)) return nothing(describeRedirect(place, answer));
  if (answer.status === 401 || answer.status === 403)
    return { confidence: 'possible', words: `answers HTTP ${answer.status}, credentials are needed` };
  return isHtml(answer) ? nothing(`HTTP ${answer.status}, a web page`) : null;
}

function dialectOf(answer: Answer, body: string): string {
  const type = answer.contentType ?? '';
  if (/health\+json/i.test(type)) return ', application/health+json';
  if (/"(?:components|details)"\s*:/.test(body) || /spring-boot/i.test(type)) return ', Spring Boot health';
  if (/"checks"\s*:\s*\[/.test(body)) return ', MicroProfile health';
  if (/"(?:entries|totalDuration)"\s*:/.test(body)) return ', ASP.NET health';
  return '';
}

const springStatus = /^\s*\{\s*"status"\s*:\s*"(?:UP|DOWN|OUT_OF_SERVICE|UNKNOWN)"/;

function describeHealth(place: Place, answer: Answer, body: string, reason: string): string {
  const said = /^\s*\{/.test(body) ? /"(status|health|state)"\s*:\s*"([\w -]{1,30})"/i.exec(body) : null;
  const isActuator = springStatus.test(body) && place.url.includes('/actuator/');
  const words = said ? `answers {"${said[1]}":"${said[2]}"}` : reason;
  return `${words}${isActuator ? ', Spring Boot health' : dialectOf(answer, body)}${isGood(answer) ? '' : `, HTTP ${answer.status}`}`;
}

export function readHealthEvidence(place: Place, answer: Answer): Evidence {
  const plain = readPlain(place, answer);
  if (plain) return plain;
  const status = answer.status ?? 0;
  const body = answer.body.toString();
  const said = readHealth(status, answer.contentType, body);
  const speaks = /^says | is /.test(said.reason.replace(/^HTTP \d+: /, ''));
  if (speaks) return { confidence: 'certain', words: describeHealth(place, answer, body, said.reason), version: said.version };
  if (!isGood(answer)) return nothing(`HTTP ${status}`);
  if (/^\s*[[{]/.test(body)) return { confidence: 'possible', words: `HTTP ${status}, JSON that names no known status`, version: said.version };
  if (body.trim() === '') return { confidence: 'likely', words: `HTTP ${status}, empty` };
  return { confidence: 'likely', words: `HTTP ${status}, plain text` };
}

/** The root only proves that somebody is there. */
export function readRootEvidence(place: Place, answer: Answer): Evidence {
  if (answer.outcome !== 'answer') return nothing(answer.reason);
  if (isRedirect(answer.status)) return nothing(describeRedirect(place, answer));
  return isGood(answer) ? { confidence: 'possible', words: `answers HTTP ${answer.status} at its root` } : nothing(`HTTP ${answer.status}`);
}

const count = (n: number, one: string, many: string) => `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

export function readMetricsEvidence(place: Place, answer: Answer): Evidence {
  const plain = readPlain(place, answer);
  if (plain) return plain;
  if (!isGood(answer)) return nothing(`HTTP ${answer.status}`);
  const isDeclared = /openmetrics|version=0\.0\.4/i.test(answer.contentType ?? '');
  const parsed = parseAnswer(place, answer);
  if (!parsed.samples) return isDeclared ? { confidence: 'possible', words: `Prometheus text, but ${parsed.reason}` } : nothing('no Prometheus text');
  const { samples } = parsed;
  const { values, families, names, format } = samples;
  if (values.length === 0) return nothing('HTTP 200 without samples');
  const amount = `${count(values.length, 'sample', 'samples')}, ${count(new Set(names.map((name) => familyOf(samples, name)?.name ?? name)).size, 'family', 'families')}`;
  const words = `${format === 'openmetrics' ? 'OpenMetrics' : 'Prometheus text'}, ${amount}`;
  const isSure = isDeclared || families.size > 0;
  return { confidence: isSure ? 'certain' : 'possible', words, samples };
}

export function readDocumentEvidence(place: Place, answer: Answer): Evidence {
  const plain = readPlain(place, answer);
  if (plain) return plain;
  if (!isGood(answer)) return nothing(`HTTP ${answer.status}`);
  const sketch = sketchDocument(answer.body.toString(), answer.contentType);
  if (!sketch) return nothing('no OpenAPI or AsyncAPI document');
  return { confidence: 'certain', words: describeSketch(sketch), version: sketch.version, sketch };
}

/** The API documents that an RFC 9727 catalog names, of the catalog's own origin. */
export function readCatalog(place: Place, answer: Answer): URL[] {
  if (answer.outcome !== 'answer' || !isGood(answer)) return [];
  try {
    const { linkset } = JSON.parse(answer.body.toString()) as { linkset?: Record<string, { href?: unknown }[]>[] };
    const links = (Array.isArray(linkset) ? linkset : []).flatMap((set) => (Array.isArray(set['service-desc']) ? set['service-desc'] : []));
    const hrefs = links.map((link) => link?.href).filter((href) => typeof href === 'string' && URL.canParse(href, place.url));
    const urls = hrefs.map((href) => new URL(String(href), place.url));
    return urls.filter((url) => url.origin === new URL(place.url).origin).slice(0, 5);
  } catch {
    return [];
  }
}
