import type { Operation, Parameter } from '../document/document.ts';
import type { Json } from '../json.ts';
import { alternativesOf } from '../schema/flat.ts';
import { sample } from '../schema/sample.ts';
import type { SchemaNode } from '../schema/shape.ts';
import { isValid } from '../schema/validate.ts';
import { bodySchemaOf, isSendable, isVersionHeader } from './compose.ts';
import type { Draft } from './draft.ts';
import { absent, countEdges, edgesOf, type Places, vary } from './edge.ts';
import { send } from './prove-valid.ts';
import type { Run } from './run.ts';

const mostKinds = 6;
const isSteady = (parameter: Parameter) => parameter.in === 'path' || isVersionHeader(parameter);

function varyParameters({ contract: { space } }: Run, { operation, values }: Draft, round: number): Map<Parameter, Json> {
  const changed = new Map(values);
  for (const parameter of operation.parameters.filter((one) => !isSteady(one))) {
    const edges = edgesOf(space, parameter.schema, values.get(parameter), !parameter.isRequired, `${parameter.name} ${round}`);
    const edge = edges[round % Math.max(1, edges.length)];
    // An empty list has no text that says so.
    if (edge === absent || (Array.isArray(edge) && edge.length === 0 && !parameter.isRequired)) changed.delete(parameter);
    else if (edge !== undefined && edge !== null && edge !== '' && isSendable(parameter, edge)) changed.set(parameter, edge);
  }
  return changed;
}

function roundsFor({ contract: { space } }: Run, { operation, values }: Draft): number {
  const varied = operation.parameters.filter((one) => !isSteady(one));
  return Math.max(0, ...varied.map((one) => edgesOf(space, one.schema, values.get(one), !one.isRequired, one.name).length));
}

/** One kind of body that an operation takes; null: it takes none. */
type Kind = SchemaNode | null;

/** A valid request in which every place has another of its edges each round. */
function draftFor(
  run: Run,
  operation: Operation,
  { places, kind, count }: { places: Places; kind: Kind; count: number },
  round: number,
): Draft | null {
  const seed = `edge ${count} ${round}`;
  const base = run.compose(operation, { size: 'most', seed }) ?? run.compose(operation, { size: 'some', seed });
  if (!base) return null;
  const values = varyParameters(run, base, round);
  if (!base.body || kind === null) return { ...base, values };
  const own = isValid(places.space, kind, base.body.value, 'request')
    ? base.body.value
    : sample(places.space, kind, { seed, size: 'most', direction: 'request' });
  return { ...base, values, body: { ...base.body, value: own === undefined ? base.body.value : vary(places, kind, own, round) } };
}

/** Sends each value that a service may stumble over at least once, many places at a time. */
export async function proveEdges(run: Run, operation: Operation): Promise<void> {
  const { space } = run.contract;
  const places: Places = { space, isKept: (name) => run.knowledge.valuesNamed(name).length > 0 };
  const first = run.tallies.get(operation.key)?.isProven ? run.compose(operation, { size: 'most', seed: 'edges' }) : null;
  if (!first) return;
  const found = first.body && bodySchemaOf(operation);
  const kinds: Kind[] = found ? alternativesOf(space, found.schema).slice(0, mostKinds) : [null];
  for (const [count, kind] of kinds.entries()) {
    const value = kind === null ? undefined : sample(space, kind, { seed: `edges ${count}`, size: 'most', direction: 'request' });
    const ofBody = kind === null || value === undefined ? 0 : countEdges(places, kind, value);
    const rounds = Math.min(run.settings.mostEdges, Math.max(ofBody, count === 0 ? roundsFor(run, first) : 0));
    for (let round = 0; round < rounds; round++) await send(run, () => draftFor(run, operation, { places, kind, count }, round));
  }
}
