import type { Change } from '#lib/model/change.ts';
import { readQueryKey } from './query-key.ts';

const lists = [
  'service.list',
  'service.facets',
  'service.dependencies',
  'graph.read',
  'graph.review',
  'fleet.summary',
  'fleet.health',
  'fleet.handover',
  'latency.list',
];
/** Ends of topics are declared with services and described by documents. */
const topics = ['topic.list', 'topic.read', 'topic.ofService'];
/** What is kept of breakers changes everywhere at once: one operation tells of many services. */
const breakers = ['breaker.list', 'breaker.ofService', 'fleet.summary', 'fleet.handover', 'document.live'];
/** What a source can be asked is asked anew only by whoever looks at it. */
const sources = ['metricsSource.list', 'metricsSource.read'];
const groups = ['group.teams', 'group.domains', 'group.systems'];
const ofService = [
  'service.read',
  'service.readings',
  'service.signals',
  'service.instances',
  'service.saturation',
  'service.metricsDoctor',
  'latency.ofService',
];
/** A revision itself never changes, but which one is current does. */
const ofDocument = ['document.index', 'document.slice', 'document.revisions', 'document.findings', 'document.diff', 'document.live'];
/** What is kept of validation: of a service, or of a run by its id. */
const judged = ['validation.ladder', 'validation.drift'];
const validation = ['run.list', 'run.read', ...judged];
const finding = ['search.everything', 'search.operations'];

/** What a change makes stale beyond what patching mends. */
interface Stale {
  /** Operations that are stale whatever their input. */
  operations: string[];
  /** Services whose own operations are stale; `history` names those that only grew by one look. */
  services: string[];
  history: string[];
  /** Services whose document, or what is known of it, is another one. */
  documents: string[];
}

const fresh: Stale = { operations: [], services: [], history: [], documents: [] };

function staleBy(change: Change): Stale {
  switch (change.kind) {
    case 'state.read':
      return { ...fresh, history: change.data.states.map(({ service }) => service) };
    case 'verdict.changed':
      return { ...fresh, operations: lists, services: [change.data.service] };
    case 'target.turned':
    case 'version.changed':
    case 'service.restarted':
      return { ...fresh, services: [change.data.service] };
    case 'service.registered':
    case 'service.changed':
    case 'service.removed':
      return { ...fresh, operations: [...lists, ...groups, ...topics, ...breakers, ...sources, ...judged], services: [change.data.service] };
    case 'breaker.changed':
    case 'breaker.seen':
      return { ...fresh, operations: breakers };
    case 'document.revised':
      return { ...fresh, operations: [...finding, ...topics, ...judged], services: [change.data.service], documents: [change.data.service] };
    case 'edges.found':
    case 'edges.decided':
      return { ...fresh, operations: ['service.dependencies', 'graph.read', 'graph.review', 'document.live', 'latency.ofService'] };
    case 'graph.laidOut':
      return { ...fresh, operations: ['graph.places'] };
    case 'wall.changed':
      return { ...fresh, operations: ['wall.list', 'wall.read', 'screen.list'] };
    case 'document.compared':
    case 'document.linted':
      return { ...fresh, operations: judged, documents: [change.data.service] };
    case 'run.changed':
    case 'run.ended':
      return { ...fresh, operations: validation };
    case 'ladder.changed':
      return { ...fresh, operations: ['validation.ladder', 'service.list', 'service.facets'], services: [change.data.service] };
    case 'source.changed':
    case 'source.turned':
      return { ...fresh, operations: sources };
    case 'import.applied':
      return { ...fresh, operations: [...lists, ...groups, ...topics, ...finding, ...sources, ...ofService] };
    default:
      return fresh;
  }
}

/** Gathers changes and says which queries they leave stale. */
export function createStaleness() {
  const operations = new Set<string>();
  const services = new Set<string>();
  const history = new Set<string>();
  const documents = new Set<string>();
  return {
    add(change: Change) {
      const stale = staleBy(change);
      for (const operation of stale.operations) operations.add(operation);
      for (const service of stale.services) services.add(service);
      for (const service of stale.history) history.add(service);
      for (const service of stale.documents) documents.add(service);
    },
    /** Whether a query is stale by what was gathered. */
    concerns(queryKey: readonly unknown[]): boolean {
      const key = readQueryKey(queryKey);
      if (!key) return false;
      if (operations.has(key.operation)) return true;
      const name = key.input.name;
      if (typeof name !== 'string') return false;
      if (ofDocument.includes(key.operation)) return documents.has(name);
      if (!ofService.includes(key.operation)) return false;
      return services.has(name) || (key.operation !== 'service.read' && history.has(name));
    },
  };
}
