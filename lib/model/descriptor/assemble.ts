import { readBackstage } from './backstage/read.ts';
import { findCircles } from './circle.ts';
import { readCompass } from './compass.ts';
import { readCortex } from './cortex.ts';
import { readDatadog } from './datadog.ts';
import { type Entry, type Format, labelOfEntry } from './entry.ts';
import type { Gathering } from './gathering.ts';
import { readOpslevel } from './opslevel.ts';
import { readOwn } from './own.ts';
import { readPrometheus } from './prometheus.ts';
import { readScore } from './score.ts';
import { readTable } from './table.ts';

type Reader = (gathering: Gathering, entries: Entry[]) => void;

/** Where two formats differ about a service, the one that stands higher is believed. */
const readers: [Format, Reader][] = [
  ['signalbox', readOwn],
  ['backstage', readBackstage],
  ['datadog', readDatadog],
  ['opslevel', readOpslevel],
  ['compass', readCompass],
  ['cortex', readCortex],
  ['score', readScore],
  ['csv', readTable],
  ['prometheus', readPrometheus],
];

/** Makes services, groups and documents of the entries that were gathered. */
export function assemble(gathering: Gathering): void {
  for (const [format, read] of readers)
    read(
      gathering,
      gathering.entries.filter((entry) => entry.format === format),
    );
  noteCircles(gathering);
}

function noteCircles(gathering: Gathering): void {
  const edges = new Map(
    [...gathering.drafts.values()].map(({ name, dependencies }) => [name, dependencies?.items.map(({ service }) => service) ?? []]),
  );
  for (const circle of findCircles(edges).slice(0, 20)) {
    const entry = gathering.entries.find(({ service }) => service === circle[0]);
    if (!entry) continue;
    const names = circle.length > 8 ? `${circle.slice(0, 8).join(', ')} and ${circle.length - 8} more` : circle.join(', ');
    gathering.remark({ file: entry.file, line: entry.line }, labelOfEntry(entry), `${names} depend on each other in a circle`);
  }
}
