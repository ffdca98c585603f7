import type { TopicRole } from '#lib/model/topic.ts';
import { type Columns, insertOfServices } from './bulk.ts';
import type { Db } from './db.ts';
import { cleanJson } from './sql.ts';

/** What a service does with a topic now, as its metrics say. */
export interface FlowState {
  topic: string;
  role: TopicRole;
  /** Empty where the metrics do not tell. */
  type: string;
  version: string;
  eventRate: number | null;
  failureRate: number | null;
  /** When an event was last seen, ms since the epoch; null when none was since we look. */
  seenAtMs: number | null;
}

export interface DeadLetterCount {
  topic: string;
  waiting: number;
}

export interface EventStates {
  flows: FlowState[];
  deadLetters: DeadLetterCount[];
}

const flowColumns: Columns = [
  ['serviceId', 'int'],
  ['topic', 'text'],
  ['role', 'TopicRole'],
  ['type', 'text'],
  ['version', 'text'],
  ['eventRate', 'real'],
  ['failureRate', 'real'],
  ['seenAt', 'instant'],
  ['at', 'instant'],
];
const letterColumns: Columns = [
  ['serviceId', 'int'],
  ['topic', 'text'],
  ['waiting', 'int'],
  ['at', 'instant'],
];

const replaced = (...names: string[]) => names.map((name) => `"${name}" = excluded."${name}"`).join(', ');
const newestOf = <Row extends unknown[]>(rows: Row[], keyLength: number): Row[] => [
  ...new Map(rows.map((row) => [JSON.stringify(row.slice(0, keyLength)), row])).values(),
];

/** Writes what many services' metrics say of topics; those of removed services are dropped. `seenAt` never goes back to nothing. */
export async function keepEvents(tx: Db, states: { serviceId: number; events: EventStates }[], nowMs: number): Promise<void> {
  const flows = states.flatMap(({ serviceId, events }) =>
    events.flows.map(({ topic, role, type, version, eventRate, failureRate, seenAtMs }) => [
      ...[serviceId, topic, role, type, version],
      ...[eventRate, failureRate, seenAtMs, nowMs],
    ]),
  );
  const letters = states.flatMap(({ serviceId, events }) => events.deadLetters.map(({ topic, waiting }) => [serviceId, topic, waiting, nowMs]));
  if (flows.length > 0) {
    const kept = `${replaced('eventRate', 'failureRate', 'at')}, "seenAt" = coalesce(excluded."seenAt", "TopicFlow"."seenAt")`;
    const statement = insertOfServices(tx, 'TopicFlow', flowColumns, `("serviceId", "topic", "role", "type", "version") DO UPDATE SET ${kept}`);
    await tx.$executeRawUnsafe(statement, cleanJson(newestOf(flows, 5)));
  }
  if (letters.length > 0) {
    const statement = insertOfServices(tx, 'DeadLetterState', letterColumns, `("serviceId", "topic") DO UPDATE SET ${replaced('waiting', 'at')}`);
    await tx.$executeRawUnsafe(statement, cleanJson(newestOf(letters, 2)));
  }
}

/** Forgets flows that no metrics have told of since an instant. */
export async function forgetEvents(db: Db, beforeMs: number): Promise<void> {
  const at = { lt: new Date(beforeMs) };
  await db.topicFlow.deleteMany({ where: { at } });
  await db.deadLetterState.deleteMany({ where: { at } });
}
