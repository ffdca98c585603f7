import { type EventFlow, type TopicEvidence, type TopicParty, type TopicRole, type TopicRow, topicEvidence } from '#lib/model/topic.ts';
import type { Db } from './db.ts';
import { isSqlite, join, msOf, type Sql, selectRows, selectTuples, sql } from './sql.ts';

/** Every end of every topic, once for each source that tells of it. */
function ends(db: Db): Sql {
  const text = isSqlite(db) ? sql`"role"` : sql`"role"::text`;
  return sql`(
    SELECT "topic", ${text} AS "role", "serviceId", 0 AS "source" FROM "ServiceTopic"
    UNION ALL
    SELECT "path", CASE "method" WHEN 'SEND' THEN 'publishes' ELSE 'subscribes' END, "serviceId", 1
      FROM "Operation" WHERE "kind" = 'channel' AND "method" IN ('SEND', 'RECEIVE')
    UNION ALL
    SELECT "topic", ${text}, "serviceId", 2 FROM "TopicFlow" GROUP BY 1, 2, 3
  )`;
}

/** LIKE takes `%`, `_` and the escape itself as they are. */
const containing = (text: string) => `%${text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;

/** Topics by name, those with dead letters first; `q` is a part of the name. */
export async function listTopics(
  db: Db,
  { q, page, limit }: { q?: string | undefined; page: number; limit: number },
): Promise<{ rows: TopicRow[]; total: number }> {
  const where = q ? sql`WHERE lower("topic") LIKE ${containing(q)} ESCAPE '\\'` : sql``;
  const side = (role: TopicRole) => sql`count(DISTINCT CASE WHEN "role" = ${role} THEN "serviceId" END)`;
  const rows = await selectRows<{ topic: string; publishers: number; subscribers: number; deadLetters: number | null; total: number }>(
    db,
    sql`SELECT g.*, d."deadLetters", count(*) OVER () AS "total" FROM (
        SELECT "topic", ${side('publishes')} AS "publishers", ${side('subscribes')} AS "subscribers" FROM ${ends(db)} AS e ${where} GROUP BY "topic"
      ) AS g LEFT JOIN (SELECT "topic" AS "of", sum("waiting") AS "deadLetters" FROM "DeadLetterState" GROUP BY 1) AS d ON d."of" = g."topic"
      ORDER BY coalesce(d."deadLetters", 0) DESC, g."topic" LIMIT ${limit} OFFSET ${(page - 1) * limit}`,
  );
  const flows = await flowSums(
    db,
    rows.map(({ topic }) => topic),
  );
  return {
    rows: rows.map(({ topic, publishers, subscribers, deadLetters }) => ({
      ...{ topic, publishers, subscribers, deadLetters },
      ...(flows.get(topic) ?? { eventRate: null, seenAt: null }),
    })),
    total: rows[0]?.total ?? 0,
  };
}

async function flowSums(db: Db, topics: string[]) {
  if (topics.length === 0) return new Map<string, { eventRate: number | null; seenAt: string | null }>();
  const sums = await db.topicFlow.groupBy({
    by: ['topic'],
    where: { topic: { in: topics }, role: 'publishes' },
    _sum: { eventRate: true },
    _max: { seenAt: true },
  });
  return new Map(sums.map(({ topic, _sum, _max }) => [topic, { eventRate: _sum.eventRate, seenAt: _max.seenAt?.toISOString() ?? null }]));
}

/** Of the names of topics, those that the services have an end of. */
export async function listTopicsOf(db: Db, ...serviceIds: number[]): Promise<string[]> {
  if (serviceIds.length === 0) return [];
  const rows = await selectRows<{ topic: string }>(
    db,
    sql`SELECT DISTINCT "topic" FROM ${ends(db)} AS e WHERE "serviceId" IN (${join(serviceIds)}) ORDER BY 1`,
  );
  return rows.map(({ topic }) => topic);
}

export type Party = Omit<TopicParty, 'verdict'>;
export interface Ends {
  publishers: Party[];
  subscribers: Party[];
}

const sideOf = { publishes: 'publishers', subscribes: 'subscribers' } as const satisfies Record<TopicRole, keyof Ends>;

/** Who stands at each end of the topics, by name. A topic without ends is left out. */
export async function findEnds(db: Db, topics: readonly string[]): Promise<Map<string, Ends>> {
  const found = new Map<string, Ends>();
  if (topics.length === 0) return found;
  const rows = await selectRows<{ topic: string; role: TopicRole; source: number; service: string; team: string | null }>(
    db,
    sql`SELECT DISTINCT e."topic", e."role", e."source", s."name" AS "service", t."name" AS "team" FROM ${ends(db)} AS e
      JOIN "Service" s ON s."id" = e."serviceId" LEFT JOIN "Team" t ON t."id" = s."teamId"
      WHERE e."topic" IN (${join([...topics])}) ORDER BY e."topic", s."name", e."source"`,
  );
  const [flows, letters] = [await findFlows(db, topics), await findLetters(db, topics)];
  for (const { topic, role, source, service, team } of rows) {
    const both = found.get(topic) ?? { publishers: [], subscribers: [] };
    found.set(topic, both);
    const evidence = topicEvidence[source] as TopicEvidence;
    const known = both[sideOf[role]].find((party) => party.service === service);
    if (known) known.evidence.push(evidence);
    else {
      const deadLetters = role === 'subscribes' ? (letters.get(keyOf(topic, service)) ?? null) : null;
      both[sideOf[role]].push({ service, team, evidence: [evidence], events: flows.get(keyOf(topic, service, role)) ?? [], deadLetters });
    }
  }
  return found;
}

interface TopicEnd {
  topic: string;
  role: TopicRole;
  service: string;
  evidence: TopicEvidence;
  eventRate: number | null;
  seenAtMs: number | null;
}

/** Every end of every topic, once for each source that tells of it; or of the topics that some services have an end of. */
export async function listEnds(db: Db, serviceIds?: readonly number[]): Promise<TopicEnd[]> {
  const topics = serviceIds && (await listTopicsOf(db, ...serviceIds));
  if (topics?.length === 0) return [];
  const role = isSqlite(db) ? sql`f."role"` : sql`f."role"::text`;
  const rows = await selectTuples<[string, TopicRole, number, string, number | null, number | null]>(
    db,
    [sql`e."topic"`, sql`e."role"`, sql`e."source"`, sql`s."name"`, sql`f."eventRate"`, msOf(db, 'f."seenAt"')],
    sql`FROM (SELECT DISTINCT * FROM ${ends(db)} AS every) AS e JOIN "Service" s ON s."id" = e."serviceId"
      LEFT JOIN (SELECT "topic", "role", "serviceId", sum("eventRate") AS "eventRate", max("seenAt") AS "seenAt" FROM "TopicFlow" GROUP BY 1, 2, 3) AS f
        ON e."source" = 2 AND f."topic" = e."topic" AND ${role} = e."role" AND f."serviceId" = e."serviceId"
      ${topics ? sql`WHERE e."topic" IN (${join(topics)})` : sql``} ORDER BY 1, 2, 4, 3`,
  );
  return rows.map(([topic, side, source, service, eventRate, seenAtMs]) => ({
    ...{ topic, role: side, service, eventRate, seenAtMs },
    evidence: topicEvidence[source] as TopicEvidence,
  }));
}

const keyOf = (...parts: string[]) => JSON.stringify(parts);

async function findFlows(db: Db, topics: readonly string[]): Promise<Map<string, EventFlow[]>> {
  const rows = await selectTuples<[string, TopicRole, string, string, string, number | null, number | null, number | null]>(
    db,
    [sql`f."topic"`, sql`f."role"`, sql`s."name"`, sql`f."type"`, sql`f."version"`, sql`f."eventRate"`, sql`f."failureRate"`, msOf(db, 'f."seenAt"')],
    sql`FROM "TopicFlow" f JOIN "Service" s ON s."id" = f."serviceId" WHERE f."topic" IN (${join([...topics])}) ORDER BY f."type", f."version"`,
  );
  const flows = new Map<string, EventFlow[]>();
  for (const [topic, role, service, type, version, eventRate, failureRate, seenAtMs] of rows) {
    const key = keyOf(topic, service, role);
    const seenAt = seenAtMs === null ? null : new Date(seenAtMs).toISOString();
    flows.set(key, [...(flows.get(key) ?? []), { type: type || null, version: version || null, eventRate, failureRate, seenAt }]);
  }
  return flows;
}

async function findLetters(db: Db, topics: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.deadLetterState.findMany({
    where: { topic: { in: [...topics] } },
    select: { topic: true, waiting: true, service: { select: { name: true } } },
  });
  return new Map(rows.map(({ topic, waiting, service }) => [keyOf(topic, service.name), waiting]));
}
