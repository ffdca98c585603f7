import type { Finding } from '#lib/model/finding.ts';
import { serveTasks } from '#lib/thread.ts';
import { readDocument } from './read.ts';
import type { Part } from './unpack.ts';

interface Sides {
  from: string;
  to: string;
}

/** The linter and the comparison are loaded when they are first needed: reading should not wait for them. */
serveTasks({
  read: ({ parts, checks }: { parts: Part[]; checks: boolean }) => {
    const { canonical: _, ...read } = readDocument(parts, { checks });
    return read;
  },
  lint: async ({ canonicalJson, text, examples }: { canonicalJson: string; text?: Uint8Array; examples: boolean }) =>
    (await import('./lint.ts')).lintDocument(canonicalJson, { examples, text }),
  compare: async ({ from, to, nowMs }: Sides & { nowMs: number }) => (await import('./compare.ts')).compareTexts(from, to, nowMs),
  compareBody: async ({ body, nowMs }: { body: Uint8Array; nowMs: number }) => (await import('./compare.ts')).compareBody(body, nowMs),
  witness: async ({ findings, from, to, deadlineMs }: Sides & { findings: Finding[]; deadlineMs: number }) =>
    (await import('./compare.ts')).findWitnesses(findings, from, to, deadlineMs),
});
