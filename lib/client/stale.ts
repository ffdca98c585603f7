import type { Change } from '#lib/model/change.ts';
import { readQueryKey } from './query-key.ts';

const lists = ['service.list', 'service.facets', 'service.dependencies', 'fleet.summary', 'fleet.health'];
const groups = ['group.teams', 'group.domains', 'group.systems'];
const ofService = ['service.read', 'service.readings', 'service.signals'];

/** What a change makes stale beyond what patching mends. */
interface Stale {
  /** Operations that are stale whatever their input. */
  operations: string[];
  /** Services whose own operations are stale; `history` names those that only grew by one look. */
  services: string[];
  history: string[];
}

const fresh: Stale = { operations: [], services: [], history: [] };

function staleBy(change: Change): Stale {
  switch (change.kind) {
    case 'state.read':
      return { ...fresh, history: change.data.states.map(({ service }) => service) };
    case 'verdict.changed':
      return { ...fresh, operations: lists, services: [change.data.service] };
    case 'version.changed':
      return { ...fresh, services: [change.data.service] };
    case 'service.registered':
    case 'service.changed':
    case 'service.removed':
      return { ...fresh, operations: [...lists, ...groups], services: [change.data.service] };
    default:
      return fresh;
  }
}

/** Gathers changes and says which queries they leave stale. */
export function createStaleness() {
  const operations = new Set<string>();
  const services = new Set<string>();
  const history = new Set<string>();
  return {
    add(change: Change) {
      const stale = staleBy(change);
      for (const operation of stale.operations) operations.add(operation);
      for (const service of stale.services) services.add(service);
      for (const service of stale.history) history.add(service);
    },
    /** Whether a query is stale by what was gathered. */
    concerns(queryKey: readonly unknown[]): boolean {
      const key = readQueryKey(queryKey);
      if (!key) return false;
      if (operations.has(key.operation)) return true;
      const name = key.input.name;
      if (typeof name !== 'string' || !ofService.includes(key.operation)) return false;
      return services.has(name) || (key.operation !== 'service.read' && history.has(name));
    },
  };
}
