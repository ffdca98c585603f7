import type { ChangeDataOf, ChangeKind } from '#lib/model/change.ts';
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

const tellers: Tellers = {
  'state.read': () => plain('was looked at'),
  'verdict.changed': tellVerdict,
  'version.changed': ({ from, to }) => plain(from === null ? `says it is version ${to}` : `${from} → ${to}`),
  'service.registered': ({ by }) => plain(`registered by ${by}`),
  'service.changed': ({ by, fields }) => plain(fields.length > 0 ? `${fields.join(', ')} changed by ${by}` : `changed by ${by}`),
  'service.removed': ({ by }) => plain(`removed by ${by}`),
  'check.requested': ({ by }) => plain(`looked at for ${by}`),
  'self.gate': ({ open, reason }) => plain(open ? 'Signalbox can see again' : `Signalbox cannot see: ${reason}`),
};

interface Line {
  kind: string;
  subject: string | null;
  data: Record<string, unknown>;
}

/** One line of "what changed" in words. A kind that this page does not know yet is named as it is. */
export function tellChange({ kind, subject, data }: Line): ToldChange {
  const teller = tellers[kind as ChangeKind] as ((data: Record<string, unknown>) => Omit<ToldChange, 'service'>) | undefined;
  const service = typeof data.service === 'string' ? data.service : subject;
  return { service: kind === 'self.gate' ? null : service, ...(teller ? teller(data) : plain(kind)) };
}
