import type { Exposition, Labels } from '../exposition.ts';
import type { TopicRole } from '../topic.ts';
import { labelOf } from './label.ts';
import { partsOf } from './stem.ts';

/** How one library names what is published to topics and handled of them. Stems and labels are folded as in `table.ts`. */
interface EventDialect {
  stem: string;
  role: TopicRole | 'dead letters';
  topic: readonly string[];
  /** The label that says how handling ended; without one every event counts as handled. */
  outcome?: string;
}

/** A label of this kind that a library does not have is simply not told. */
const typeLabels = ['type', 'event_type', 'messaging_message_type'];
const versionLabels = ['version', 'event_version'];
const failed = new Set(['failed', 'retried', 'dead', 'error']);

export const eventDialects: readonly EventDialect[] = [
  { stem: 'service_events_published', role: 'publishes', topic: ['topic'] },
  { stem: 'service_events_handled', role: 'subscribes', topic: ['topic'], outcome: 'outcome' },
  { stem: 'service_event_dead_letters', role: 'dead letters', topic: ['topic'] },
  { stem: 'messaging_client_sent_messages', role: 'publishes', topic: ['messaging_destination_name'] },
  { stem: 'messaging_client_consumed_messages', role: 'subscribes', topic: ['messaging_destination_name'] },
  { stem: 'kafka_producer_topic_record_send', role: 'publishes', topic: ['topic'] },
  { stem: 'kafka_consumer_fetch_manager_records_consumed', role: 'subscribes', topic: ['topic'] },
];

const dialectOf = new Map(eventDialects.map((dialect) => [dialect.stem, dialect]));

export const isEventStem = (stem: string): boolean => dialectOf.has(stem);

/** More topics than this in one exposition are cut: a label that holds ids is no topic. */
const mostFlows = 500;

/** Events of one topic, type and version since the service started. */
export interface FlowTotals {
  topic: string;
  role: TopicRole;
  type: string;
  version: string;
  events: number;
  failures: number | null;
}

export interface EventTotals {
  /** By topic, role, type and version. */
  flows: Map<string, FlowTotals>;
  /** Waiting for a replay, by topic. */
  deadLetters: Map<string, number>;
}

/** What an exposition says of the topics that the service publishes to and handles; null where it says nothing. */
export function readEvents(exposition: Exposition): EventTotals | null {
  const dialects = exposition.names.map((name) => dialectOf.get(partsOf(name).stem));
  if (!dialects.some(Boolean)) return null;
  const totals: EventTotals = { flows: new Map(), deadLetters: new Map() };
  exposition.nameIds.forEach((id, index) => {
    const dialect = dialects[id];
    const value = exposition.values[index] ?? Number.NaN;
    if (!dialect || !Number.isFinite(value) || value < 0 || partsOf(exposition.names[id] ?? '').suffix === 'created') return;
    addSample(totals, dialect, exposition.labelsOf(index), value);
  });
  return totals.flows.size + totals.deadLetters.size === 0 ? null : totals;
}

const readLabel = (labels: Labels, wanted: readonly string[]): string => {
  const name = labelOf(new Set(labels.keys()), wanted);
  return (name === null ? undefined : labels.get(name)) ?? '';
};

/** A map that is full takes no new keys. */
const takes = (map: ReadonlyMap<string, unknown>, key: string) => map.size < mostFlows || map.has(key);

function addSample({ flows, deadLetters }: EventTotals, dialect: EventDialect, labels: Labels, value: number): void {
  const topic = readLabel(labels, dialect.topic);
  if (topic === '' || topic.length > 1000) return;
  if (dialect.role === 'dead letters') {
    if (takes(deadLetters, topic)) deadLetters.set(topic, (deadLetters.get(topic) ?? 0) + Math.round(value));
    return;
  }
  const [type, version] = [readLabel(labels, typeLabels).slice(0, 200), readLabel(labels, versionLabels).slice(0, 60)];
  const key = JSON.stringify([topic, dialect.role, type, version]);
  if (!takes(flows, key)) return;
  const flow = flows.get(key) ?? { topic, role: dialect.role, type, version, events: 0, failures: dialect.outcome ? 0 : null };
  const isFailure = dialect.outcome !== undefined && failed.has(labels.get(dialect.outcome) ?? '');
  if (isFailure) flow.failures = (flow.failures ?? 0) + value;
  else flow.events += value;
  flows.set(key, flow);
}

/** What happened on each flow between two scrapes, per second; a counter that fell began anew. */
export interface FlowRate extends Pick<FlowTotals, 'topic' | 'role' | 'type' | 'version'> {
  eventRate: number;
  failureRate: number | null;
}

export function diffEvents(before: EventTotals, after: EventTotals, seconds: number): FlowRate[] {
  const since = (now: number, past: number) => (now >= past ? now - past : now) / seconds;
  return [...after.flows].map(([key, { topic, role, type, version, events, failures }]) => {
    const past = before.flows.get(key);
    return {
      ...{ topic, role, type, version },
      eventRate: since(events, past?.events ?? 0),
      failureRate: failures === null ? null : since(failures, past?.failures ?? 0),
    };
  });
}
