import type { Operation } from '../document/document.ts';
import type { Exchange } from '../http.ts';
import { resourceOf } from './compose.ts';
import type { Draft } from './draft.ts';
import type { Fault } from './finding.ts';
import { isSuccess, type Run } from './run.ts';
import { type SpoiltDraft, spoil } from './spoil.ts';

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

/** A valid request that leads to something that is there: on what is not there, a 404 hides whether the rest was looked at. */
function baseFor(run: Run, operation: Operation): Draft | null {
  return run.compose(operation, { size: 'most', seed: 'refusal' }) ?? run.compose(operation, { size: 'least', seed: 'refusal' });
}

/** Sends what the document forbids, one mistake at a time; each must be refused in a declared way. */
export async function proveRefusal(run: Run, operation: Operation): Promise<void> {
  const { contract, settings, book } = run;
  const base = run.proofOf(operation) === null ? null : baseFor(run, operation);
  if (!base) return;
  const all = [...spoil(contract, base, run.randomFor(`${operation.key}/spoil`), run.sampleFor)];
  for (const spoilt of choose(all, settings.mostInvalid)) {
    if (run.isSilent(operation)) return;
    const exchange = await run.ask(spoilt.draft, 'invalid', { isJudged: false });
    if (isSuccess(exchange)) {
      book.add(operation.key, accepted(operation, spoilt, exchange), exchange);
      // What holds something invalid now must not be held against whoever serves it.
      const spoiled = resourceOf(spoilt.draft, run.knowledge);
      if (spoiled) spoiled.isGone = true;
    } else for (const fault of run.faultsOf(spoilt.draft, exchange, 'invalid')) book.add(operation.key, fault, exchange);
  }
}
