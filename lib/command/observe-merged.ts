import { readBreakers } from '#lib/model/dialect/breakers.ts';
import { readEdges } from '#lib/model/dialect/edges.ts';
import { readEvents } from '#lib/model/dialect/events.ts';
import type { Observer } from './observe.ts';
import { observeBreakers } from './observe-breakers.ts';
import { observeEdges } from './observe-edges.ts';
import { observeEvents } from './observe-events.ts';
import { observeGauges, type Seen } from './observe-gauges.ts';
import { observeProcess } from './observe-process.ts';
import { processOf } from './observe-signals.ts';
import type { Watched } from './watched.ts';

interface Merged extends Seen {
  /** How long after the next scrape of the source comes. */
  intervalMs: number;
  /** Made of one instance alone: what is said of its process is true of it. */
  isOne: boolean;
}

/** What the newest scrapes of a source say besides of requests. How full a process is can be told of one instance only. */
export function observeMerged(keeper: Observer['keeper'], watched: Watched, seen: Merged): void {
  const { samples, wallMs, past, totals, isOne } = seen;
  const [events, breakers, edges] = [readEvents(samples), readBreakers(samples), readEdges(samples, wallMs)];
  if (events) keeper.addEvents(watched, observeEvents(watched, events, seen));
  if (breakers) keeper.addBreakers(watched, observeBreakers(watched, breakers, seen));
  if (edges) observeEdges(keeper, watched, edges, seen);
  if (isOne) observeProcess(keeper, watched, processOf(watched, observeGauges(keeper, watched, seen), past, totals));
}
