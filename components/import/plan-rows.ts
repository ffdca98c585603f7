import { labelOf, wordOf } from '#components/admin/audit-diff.ts';
import { formatNumber } from '#components/ui/format.ts';
import type { ImportPlan, PlannedService } from '#lib/model/descriptor/import.ts';

export type PlanView = 'create' | 'change' | 'same' | 'rejected' | 'notes' | 'others';

export interface PlanTab {
  view: PlanView;
  word: string;
  count: number;
}

/** The parts of a plan that hold something; the ones that ask for attention first. */
export function tabsOf({ counts, notes, groups, documents }: ImportPlan): PlanTab[] {
  const others = groups.filter(({ action }) => action !== 'same').length + documents.length;
  const tabs: PlanTab[] = [
    { view: 'create', word: 'new', count: counts.create },
    { view: 'change', word: 'changed', count: counts.change },
    { view: 'same', word: 'as they are', count: counts.same },
    { view: 'rejected', word: 'rejected', count: counts.rejected },
    { view: 'notes', word: 'notes', count: notes.length },
    { view: 'others', word: 'groups and documents', count: others },
  ];
  return tabs.filter(({ count }) => count > 0);
}

export interface Difference {
  field: string;
  from: string | null;
  to: string | null;
}

/** What a step does to each field, in words. */
export function differencesOf({ changes }: PlannedService): Difference[] {
  return changes
    .map(({ field, before, after }) => ({ field: labelOf(field), from: wordOf(before), to: wordOf(after) }))
    .filter(({ from, to }) => from !== to);
}

const formatNames: Record<PlannedService['format'], string> = {
  signalbox: 'Signalbox',
  backstage: 'Backstage',
  datadog: 'Datadog',
  opslevel: 'OpsLevel',
  compass: 'Compass',
  cortex: 'Cortex',
  score: 'Score',
  prometheus: 'Prometheus',
  csv: 'CSV',
};

export const nameOfFormat = (format: PlannedService['format']) => formatNames[format];

/** Whether a line holds every word of a filter. */
export function holdsWords(q: string, ...texts: (string | null)[]): boolean {
  const text = texts.join(' ').toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const counted = (count: number, word: string) => (count > 0 ? `${formatNumber(count, 0)} ${word}` : null);

/** `37 new, 2 changed, 1 rejected`, or that nothing would happen. */
export function sumUp({ counts, groups, documents }: ImportPlan): string {
  const made = groups.filter(({ action }) => action !== 'same').length;
  const parts = [
    counted(counts.create, 'new'),
    counted(counts.change, 'changed'),
    counted(counts.same, 'already as they should be'),
    counted(made, made === 1 ? 'group' : 'groups'),
    counted(documents.length, documents.length === 1 ? 'document' : 'documents'),
  ].filter((part) => part !== null);
  const said = parts.length === 0 ? ['Nothing to import'] : parts;
  return [...said, counted(counts.rejected, 'rejected')].filter((part) => part !== null).join(', ');
}
