import type { Exchange } from '../http.ts';
import { isObject } from '../json.ts';
import { isValid } from '../schema/validate.ts';
import { bodySchemaOf } from './compose.ts';
import type { Draft } from './draft.ts';
import { fingerprintOf } from './finding.ts';
import type { Run } from './run.ts';

const mostCalls = 12;

/** The request with one thing less, for each thing that may be missing. */
function* smaller(run: Run, draft: Draft): Generator<Draft> {
  for (const parameter of draft.values.keys()) {
    if (parameter.isRequired) continue;
    const values = new Map(draft.values);
    values.delete(parameter);
    yield { ...draft, values };
  }
  const found = bodySchemaOf(draft.operation);
  if (!draft.body || !found || !isObject(draft.body.value)) return;
  for (const name of Object.keys(draft.body.value)) {
    const { [name]: _, ...rest } = draft.body.value;
    if (isValid(run.contract.space, found.schema, rest, 'request')) yield { ...draft, body: { ...draft.body, value: rest } };
  }
}

/** Takes away whatever the fault does not need, so that the exchange that is shown is the smallest one. */
export async function shrink(run: Run, draft: Draft, exchange: Exchange): Promise<void> {
  const [fault] = run.faultsOf(draft, exchange, 'valid');
  if (!fault) return;
  const wanted = fingerprintOf(draft.operation.key, fault);
  let current = draft;
  for (let calls = 0, isSmaller = true; isSmaller && calls < mostCalls; ) {
    isSmaller = false;
    for (const candidate of smaller(run, current)) {
      if (++calls > mostCalls || run.isSilent(draft.operation)) return;
      const answered = await run.ask(candidate, 'valid', { isJudged: false });
      const same = run.faultsOf(candidate, answered, 'valid').find((one) => fingerprintOf(draft.operation.key, one) === wanted);
      if (!same) continue;
      run.book.replace(draft.operation.key, same, answered);
      current = candidate;
      isSmaller = true;
      break;
    }
  }
}
