import type { Change } from '#lib/model/change.ts';
import { type ChangeTopic, changeTopicNames, isAbout } from '#lib/model/change-topic.ts';
import type { ServiceRow, ServiceState } from '#lib/model/service.ts';
import type { ChangeView, FleetSummary, Outputs, ServiceDetail, ServicePage } from './outputs.ts';
import { patchFleet } from './patch-fleet.ts';
import { readQueryKey } from './query-key.ts';
import type { ReadState, States } from './states.ts';

const statesOf = new WeakMap<Change, States>();

/** The states of one `state.read`, by service. */
function readStates(change: Change & { kind: 'state.read' }): States {
  let states = statesOf.get(change);
  if (!states) {
    states = new Map(change.data.states.map((state) => [state.service, state]));
    statesOf.set(change, states);
  }
  return states;
}

const stateOf = ({ service: _service, ...state }: ReadState): ServiceState => state;

function patchRows(rows: ServiceRow[], states: States): ServiceRow[] {
  if (!rows.some((row) => states.has(row.name))) return rows;
  return rows.map((row) => {
    const state = states.get(row.name);
    return state ? { ...row, ...stateOf(state) } : row;
  });
}

function patchPage(page: ServicePage, states: States): ServicePage {
  const services = patchRows(page.services, states);
  return services === page.services ? page : { ...page, services };
}

/** `state.read` for one service: its live fields; the last history step is the server's to tell. */
function patchService(service: ServiceDetail, states: States): ServiceDetail {
  const state = states.get(service.name);
  return state ? { ...service, ...stateOf(state) } : service;
}

function patchHealth(health: Outputs['fleet']['health'], states: States): Outputs['fleet']['health'] {
  const services = { ...health.services };
  for (const { service, verdict, since, reason } of states.values()) {
    if (services[service]) services[service] = { verdict, since, reason, healthy: verdict === 'up' };
  }
  return { ...health, services };
}

const patchers: Record<string, (data: never, states: States, at: string) => unknown> = {
  'service.list': patchPage,
  'service.read': patchService,
  'fleet.health': patchHealth,
  'fleet.summary': patchFleet as (data: never, states: States, at: string) => FleetSummary,
};

const isInfinite = (data: unknown): data is { pages: unknown[] } =>
  typeof data === 'object' && data !== null && Array.isArray((data as { pages?: unknown }).pages);

type Changes = Outputs['fleet']['changes'];
/** A list of pages leaves no gap between two of them: its first page grows. */
const mostOfNewest = 1000;
const isTold = (kind: string) => changeTopicNames.some((topic) => isAbout(kind, topic));

/** Puts a change that people read at the head of the list of changes. */
function patchChanges(data: Outputs['fleet']['changes'], change: Change, input: Record<string, unknown>): Outputs['fleet']['changes'] {
  if (!isTold(change.kind)) return data;
  const isTopic = input.about === undefined || isAbout(change.kind, input.about as ChangeTopic);
  const concerns = isTopic && (input.service === undefined || input.service === change.subject);
  if (!concerns || input.before !== undefined || data.changes.some(({ id }) => id >= change.id)) return data;
  const limit = typeof input.limit === 'number' ? input.limit : 30;
  return { ...data, changes: [change as ChangeView, ...data.changes].slice(0, limit) };
}

/** The newest page of a list takes what is new; the older ones stay. */
function patchChangeList(data: unknown, change: Change, input: Record<string, unknown>): unknown {
  if (!isInfinite(data)) return patchChanges(data as Changes, change, input);
  const [newest, ...older] = data.pages as Changes[];
  if (!newest) return data;
  const patched = patchChanges(newest, change, { ...input, before: undefined, limit: mostOfNewest });
  return patched === newest ? data : { ...data, pages: [patched, ...older] };
}

/** What a cached answer becomes by one change. The same object comes back when the change does not concern it. */
export function patchData(queryKey: readonly unknown[], data: unknown, change: Change): unknown {
  const key = readQueryKey(queryKey);
  if (!key || data === undefined || data === null) return data;
  if (change.kind !== 'state.read') {
    return key.operation === 'fleet.changes' ? patchChangeList(data, change, key.input) : data;
  }
  const patch = patchers[key.operation] as ((data: unknown, states: States, at: string) => unknown) | undefined;
  if (!patch) return data;
  const states = readStates(change);
  if (!isInfinite(data)) return patch(data, states, change.at);
  const pages = data.pages.map((page) => patch(page, states, change.at));
  return pages.every((page, index) => page === data.pages[index]) ? data : { ...data, pages };
}
