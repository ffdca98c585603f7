import type { Exchange } from '../http.ts';
import { isVersionHeader, nearestResource } from './compose.ts';
import type { Draft } from './draft.ts';
import { templateOf } from './knowledge.ts';
import { isSuccess, type Run } from './run.ts';

/** Reads the version of a thing again after it was changed, where changes must name it. */
export async function keepVersion(run: Run, draft: Draft, exchange: Exchange): Promise<void> {
  const { operation } = draft;
  if (!operation.parameters.some(isVersionHeader) || !(isSuccess(exchange) || exchange.status === 412)) return;
  const resource = nearestResource(draft, run.knowledge);
  const reading = run.contract.operations.find((one) => one.method === 'GET' && templateOf(one.path) === resource?.template);
  if (!resource?.isOwn || !reading || (isSuccess(exchange) && resource.etag !== undefined)) return;
  const read = run.compose(reading, { size: 'least', seed: 'version', resource });
  if (read) await run.ask(read, 'valid');
}
