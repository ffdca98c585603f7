import type { Operation } from '../document/document.ts';
import type { Exchange } from '../http.ts';
import { spend } from './another.ts';
import { changedBy } from './compose.ts';
import type { Draft } from './draft.ts';
import type { Fault } from './finding.ts';
import { isSuccess, type Run } from './run.ts';
import { type SpoiltDraft, spoil } from './spoil.ts';
import { keepVersion } from './version.ts';

function accepted(operation: Operation, { what, place, pointer, isSoft }: SpoiltDraft, { status }: Exchange): Fault {
  return {
    id: 'request.invalid.accepted',
    severity: isSoft ? 'warning' : 'error',
    direction: 'request',
    pointer,
    message: `accepts a request ${what}`,
    help: 'Refuse what the document forbids, or let the document allow it.',
    declared: `refused: 4XX (of ${operation.responses.map((one) => one.status).join(', ')})`,
    actual: `${status}, for a request ${what}`,
    detail: `${place} ${isSoft ? 'soft' : 'hard'}`,
  };
}

/** Every kind of mistake once before any comes again: where the calls are limited, the first ones say most. */
function choose(spoilt: SpoiltDraft[], most: number): SpoiltDraft[] {
  if (spoilt.length <= most) return spoilt;
  const every = spoilt.length / most;
  return Array.from({ length: most }, (_, index) => spoilt[Math.floor(index * every)] as SpoiltDraft);
}

const mostTried = 4;

/**
 * A valid request that is accepted as it stands, so that each mistake in it is what it is refused for: on what is not there, a
 * 404 hides whether the rest was looked at, and so does a 409.
 */
async function baseFor(run: Run, operation: Operation): Promise<Draft | null> {
  let last: Draft | null = null;
  for (let index = 0; index < mostTried; index++) {
    const seed = `refusal ${index}`;
    const draft = run.compose(operation, { size: index < 2 ? 'most' : 'some', seed }) ?? run.compose(operation, { size: 'least', seed });
    if (!draft) continue;
    last ??= draft;
    if (operation.method === 'DELETE') return draft;
    const exchange = await run.ask(draft, 'valid');
    await keepVersion(run, draft, exchange);
    await spend(run, draft, exchange);
    if (!isSuccess(exchange)) continue;
    return moved(run, draft, `${seed} on`);
  }
  return last;
}

/** The same request for another thing, where the one it was sent for is used up. */
function moved(run: Run, draft: Draft, seed: string): Draft {
  const next = run.compose(draft.operation, { size: 'least', seed });
  const values = new Map(draft.values);
  for (const [parameter, value] of next?.values ?? [])
    if (parameter.in === 'path' || parameter.name.toLowerCase() === 'if-match') values.set(parameter, value);
  return { ...draft, values };
}

/** Sends what the document forbids, one mistake at a time; each must be refused in a declared way. */
export async function proveRefusal(run: Run, operation: Operation): Promise<void> {
  const { contract, settings, book } = run;
  const base = run.proofOf(operation) === null ? null : await baseFor(run, operation);
  if (!base) return;
  const all = [...spoil(contract, base, run.randomFor(`${operation.key}/spoil`), run.sampleFor)];
  for (const spoilt of choose(all, settings.mostInvalid)) {
    if (run.isSilent(operation)) return;
    const exchange = await run.ask(spoilt.draft, 'invalid', { isJudged: false });
    if (isSuccess(exchange)) {
      book.add(operation.key, accepted(operation, spoilt, exchange), exchange);
      // What holds something invalid now must not be held against whoever serves it.
      for (const spoiled of changedBy(spoilt.draft, run.knowledge)) spoiled.isGone = true;
    } else for (const fault of run.faultsOf(spoilt.draft, exchange, 'invalid')) book.add(operation.key, fault, exchange);
  }
}
