import type { LadderCheck } from '../ladder.ts';

type Named = Pick<LadderCheck, 'id' | 'title'>;

interface Seen {
  message: string;
  runId?: string | null;
}

/** What a check saw: as it should be, not so, or nothing to judge by. Whatever is not met says what to do. */
export function checkOf(id: string, title: string) {
  const named: Named = { id, title };
  const make = (state: LadderCheck['state'], { message, runId = null }: Seen, help: string | null): LadderCheck => ({
    ...{ ...named, state, message, help, runId },
  });
  return {
    met: (message: string, runId?: string): LadderCheck => make('met', { message, runId: runId ?? null }, null),
    unmet: (message: string, help: string, runId?: string): LadderCheck => make('unmet', { message, runId: runId ?? null }, help),
    unknown: (message: string, help: string, runId?: string): LadderCheck => make('unknown', { message, runId: runId ?? null }, help),
  };
}

/** `1 error`, `2 errors`. */
export const counted = (count: number, one: string, more = `${one}s`) => `${count} ${count === 1 ? one : more}`;

const mostNamed = 3;

/** `a, b, c and 4 more`. */
export function listed(names: readonly string[]): string {
  const more = names.length - mostNamed;
  return `${names.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** `2026-11-30`: what is kept must not change with the hour at which it is read. */
export const dayOf = (iso: string) => iso.slice(0, 10);
