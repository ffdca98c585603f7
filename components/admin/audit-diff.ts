import { formatObjective } from '#components/ui/format.ts';
import type { AuditLine } from '#lib/model/account.ts';
import type { LatencyObjective } from '#lib/model/latency-objective.ts';

export interface FieldChange {
  field: string;
  /** Null where there was nothing before, or is nothing after. */
  from: string | null;
  to: string | null;
}

type Fields = Record<string, unknown>;

/** A value as people read it, on one line. */
export function wordOf(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? null : value.map((item) => wordOf(item) ?? '–').join(', ');
  if (typeof value === 'object') return wordOfRecord(value);
  return String(value);
}

const isObjective = (value: object): value is LatencyObjective => 'percentile' in value && 'thresholdMs' in value;

/** `{ service: 'payments', critical: true }` → `payments · critical`. */
function wordOfRecord(value: object): string {
  if (isObjective(value)) return formatObjective(value);
  return Object.entries(value)
    .flatMap(([key, item]) => (typeof item === 'boolean' ? (item ? labelOf(key) : []) : (wordOf(item) ?? [])))
    .join(' · ');
}

const acronyms: Record<string, string> = { url: 'URL', api: 'API', openapi: 'OpenAPI' };

/** `circuitBreakerThreshold` → `circuit breaker threshold`. */
export function labelOf(field: string): string {
  const words = field
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(' ');
  return words.map((word) => acronyms[word] ?? word).join(' ');
}

/** What the line changed, field by field; what stayed as it was is left out. */
export function diffFields(line: Pick<AuditLine, 'before' | 'after'>): FieldChange[] {
  const before: Fields = line.before ?? {};
  const after: Fields = line.after ?? {};
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.map((field) => ({ field, from: wordOf(before[field]), to: wordOf(after[field]) })).filter(({ from, to }) => from !== to);
}

const verbs: Record<string, string> = {
  registered: 'Registered',
  created: 'Created',
  added: 'Added',
  changed: 'Changed',
  removed: 'Removed',
  refused: 'Was refused',
  applied: 'Applied',
};
const nouns: Record<string, string> = {
  service: 'the service',
  user: 'the user',
  token: 'the API token',
  outbound: 'a call to',
  import: 'an import:',
  source: 'the metrics source',
};

/** `service.registered` → Registered, the service. */
export function wordOfAction(action: string): { verb: string; what: string } {
  const [noun = '', verb = ''] = action.split('.');
  return { verb: verbs[verb] ?? verb, what: nouns[noun] ?? noun };
}
