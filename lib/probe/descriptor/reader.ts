import type { Known } from '#lib/model/descriptor/entry.ts';
import { openThreads, type Threads } from '#lib/thread.ts';
import { importLimits } from './limit.ts';
import type { Descriptors } from './read.ts';
import type { Part } from './unpack.ts';

let threads: Threads | undefined;

/** Reads an upload beside the event loop. What takes too long, or too much memory, fails alone. */
export function readUpload(parts: Part[], known: Known): Promise<Descriptors> {
  threads ??= openThreads({ entry: 'lib/probe/descriptor/thread.ts', size: 1, maxHeapMb: 768 });
  return threads.run('read', { parts, known }, importLimits.deadlineMs);
}
