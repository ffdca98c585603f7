import { breakerWord } from '#components/ui/breaker.ts';
import { formatDuration } from '#components/ui/format.ts';
import type { ChangeView } from '#lib/client/outputs.ts';
import type { BreakerState } from '#lib/model/breaker.ts';
import type { ChangeDataOf, ChangeKind } from '#lib/model/change.ts';
import { nameOfInstance } from '#lib/model/instance-name.ts';
import type { RunKind } from '#lib/model/run.ts';
import type { Verdict } from '#lib/model/verdict.ts';

export interface ToldChange {
  /** The service that the line begins with; null when it is about Signalbox. */
  service: string | null;
  words: string;
  /** The state it came to, where it is about one. */
  verdict: Verdict | null;
}

type Tellers = { [K in ChangeKind]: (data: ChangeDataOf<K>) => Omit<ToldChange, 'service'> };

const plain = (words: string) => ({ words, verdict: null });

function tellVerdict({ from, to, reason }: ChangeDataOf<'verdict.changed'>): Omit<ToldChange, 'service'> {
  if (to !== 'up') return { words: to === 'maintenance' ? 'is in maintenance' : `is ${to}: ${reason}`, verdict: to };
  return { words: from === 'unknown' ? 'is up' : `is up again, was ${from === 'maintenance' ? 'in maintenance' : from}`, verdict: to };
}

function tellRevision({ number, from, to, by }: ChangeDataOf<'document.revised'>): Omit<ToldChange, 'service'> {
  const version = from !== null && to !== null && from !== to ? `, ${from} → ${to}` : '';
  return plain(`API document revision ${number}${version}${by === null ? '' : ` by ${by}`}`);
}

const counted = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;

function tellComparison({ breaking, warnings, callers }: ChangeDataOf<'document.compared'>): Omit<ToldChange, 'service'> {
  if (breaking === 0) return plain(warnings === 0 ? 'API changed, nothing breaks' : `API changed, ${counted(warnings, 'warning', 'warnings')}`);
  const hit =
    callers.length === 0 ? '' : `; called by ${callers.slice(0, 3).join(', ')}${callers.length > 3 ? ` and ${callers.length - 3} more` : ''}`;
  return plain(`API: ${counted(breaking, 'breaking change', 'breaking changes')}${hit}`);
}

const breakerTurns: Record<BreakerState, string> = {
  open: 'opened',
  'forced-open': 'was forced open',
  'half-open': 'tries again',
  closed: 'closed again',
  disabled: 'was switched off',
  unknown: 'is not known',
};

const tellBreaker = ({ callee, to, instance }: ChangeDataOf<'breaker.changed'>) =>
  plain(`breaker to ${callee} ${breakerTurns[to]}${instance === undefined ? '' : ` on ${nameOfInstance(instance)}`}`);

function tellSource({ source, ok, reason, services }: ChangeDataOf<'source.turned'>): Omit<ToldChange, 'service'> {
  if (ok) return plain(`Metrics source ${source} answers again`);
  return plain(`Metrics source ${source} does not answer: ${reason}; ${counted(services, 'service waits', 'services wait')} for it`);
}

const runWords: Record<RunKind, string> = {
  contract: 'contract run',
  resilience: 'resilience run',
  load: 'load run',
  chaos: 'chaos run',
  e2e: 'end-to-end tests',
};

const tellEndOfRun = ({ runKind, state, summary }: ChangeDataOf<'run.ended'>) =>
  plain(`${runWords[runKind]} ${state}${summary === '' ? '' : `: ${summary}`}`);

function tellLevel({ from, to }: ChangeDataOf<'ladder.changed'>): Omit<ToldChange, 'service'> {
  if (to === null) return plain('no longer holds a level of the validation ladder');
  return plain(from !== null && to < from ? `fell from level ${from} to level ${to}` : `reached level ${to}`);
}

const tellers: Tellers = {
  'state.read': () => plain('was looked at'),
  'verdict.changed': tellVerdict,
  'version.changed': ({ from, to }) => plain(from === null ? `says it is version ${to}` : `${from} → ${to}`),
  'service.restarted': ({ instance }) => plain(!instance ? 'restarted' : `${nameOfInstance(instance)} restarted`),
  'service.registered': ({ by }) => plain(`registered by ${by}`),
  'service.changed': ({ by, fields }) => plain(fields.length > 0 ? `${fields.join(', ')} changed by ${by}` : `changed by ${by}`),
  'service.removed': ({ by }) => plain(`removed by ${by}`),
  'check.requested': ({ by }) => plain(`looked at for ${by}`),
  'document.revised': tellRevision,
  'document.compared': tellComparison,
  'document.linted': ({ score }) => plain(`document scores ${score} of 100`),
  'breaker.changed': tellBreaker,
  'breaker.seen': ({ name }) => plain(`breaker ${name} was seen`),
  'wall.changed': ({ wall, by }) => plain(`wall ${wall} changed by ${by}`),
  'edges.decided': ({ by }) => plain(`edges decided on by ${by}`),
  'graph.laidOut': ({ by }) => plain(`graph laid out by ${by}`),
  'edges.found': ({ callees }) => plain(`is seen to call ${callees.join(', ')}`),
  'target.turned': ({ target, ok, reason }) => plain(ok ? `${target} can be had again` : `${target}: ${reason}`),
  'source.changed': ({ source, what, by }) => plain(`${by} ${what} the metrics source ${source}`),
  'source.turned': tellSource,
  'run.changed': ({ state }) => plain(`validation run ${state}`),
  'run.ended': tellEndOfRun,
  'ladder.changed': tellLevel,
  'import.applied': ({ by, created, changed }) => plain(`${by} imported ${created} new and ${changed} changed services`),
  'self.gate': ({ open, reason }) => plain(open ? 'Signalbox can see again' : `Signalbox cannot see: ${reason}`),
};

interface Line {
  kind: string;
  subject: string | null;
  data: Record<string, unknown>;
}

/** Kinds that are about no service. */
const impersonal: ReadonlySet<string> = new Set(['self.gate', 'import.applied', 'source.changed', 'source.turned']);

/** One line of "what changed" in words. A kind that this page does not know yet is named as it is. */
export function tellChange({ kind, subject, data }: Line): ToldChange {
  const teller = tellers[kind as ChangeKind] as ((data: Record<string, unknown>) => Omit<ToldChange, 'service'>) | undefined;
  const service = typeof data.service === 'string' ? data.service : subject;
  return { service: impersonal.has(kind) ? null : service, ...(teller ? teller(data) : plain(kind)) };
}

/** Where the thing that changed stands, besides the service itself; null where that is all. */
export function placeOfChange({ kind, subject, data }: Line): string | null {
  if (kind === 'breaker.changed') return `/services/${subject}?tab=resilience`;
  if (kind === 'document.compared') return `/services/${subject}?tab=api&view=changes&from=${Number(data.from)}&to=${Number(data.to)}`;
  if (kind === 'document.revised') return `/services/${subject}?tab=api&view=changes`;
  if (kind === 'run.ended') return `/services/${subject}?tab=validation&run=${data.run}`;
  if (kind === 'ladder.changed') return `/services/${subject}?tab=validation`;
  return kind === 'import.applied' ? '/admin/imports' : null;
}

const times = (count: number) => `${count} ${count === 1 ? 'time' : 'times'}`;

/** Turns of one breaker or one service that follow each other closely, newest first, in one line. */
export function tellRun(changes: readonly ChangeView[]): ToldChange {
  const [newest, oldest] = [changes[0] as ChangeView, changes.at(-1) as ChangeView];
  const span = formatDuration(Date.parse(newest.at) - Date.parse(oldest.at));
  const told = tellChange(newest);
  const became = changes.map(({ data }) => String(data.to));
  const isBack = became[0] === 'closed' || became[0] === 'up';
  if (newest.kind === 'breaker.changed') {
    const opened = became.filter((to) => to === 'open' || to === 'forced-open').length;
    const turned = became.includes('closed') ? 'opened and closed' : 'opened';
    const now = isBack ? '' : `, now ${breakerWord[became[0] as BreakerState] ?? became[0]}`;
    return { ...told, words: `breaker to ${newest.data.callee} ${turned} ${times(opened)} in ${span}${now}` };
  }
  const left = changes.filter(({ data }) => data.from === 'up').length;
  const turned = became.includes('up') ? 'left up and came back' : 'left up';
  const words = left === 0 ? `turned ${times(changes.length)} in ${span}` : `${turned} ${times(left)} in ${span}`;
  return { ...told, words: isBack ? words : `${words}, now ${told.words.replace(/^is /, '')}` };
}
