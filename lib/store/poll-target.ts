import type { MetricsServer } from '#lib/model/metrics-source.ts';
import type { InstanceTarget, PollTarget } from '#lib/model/target.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import { openCredentials } from './credential.ts';
import type { Db } from './db.ts';
import { listInstanceTargets } from './instance.ts';
import { listServers } from './metrics-source.ts';
import { toObjective } from './service-row.ts';
import { msOf, raw, selectTuples, sql } from './sql.ts';

type Where = [id: number, name: string, baseUrl: string | null, healthCheckPath: string, metricsPath: string | null, openapiPath: string | null];
type How = [
  timeoutSeconds: number,
  pollIntervalSeconds: number,
  maintenance: number | boolean,
  apiKeySealed: string | null,
  bearer: string | null,
  objectivePercentile: number | null,
  objectiveMs: number | null,
];
type From = [metricsSource: string | null, metricsSelector: string | null, healthFromUp: number | boolean];
type Known = [verdict: Verdict, reason: string, sinceMs: number, failures: number, slows: number, successes: number, version: string | null];

const serviceColumns = [
  ...['id', 'name', 'baseUrl', 'healthCheckPath', 'metricsPath', 'openapiPath'],
  ...['timeoutSeconds', 'pollIntervalSeconds', 'maintenance', 'apiKeySealed', 'bearerTokenSealed'],
  ...['latencyObjectivePercentile', 'latencyObjectiveMs'],
  ...['metricsSource', 'metricsSelector', 'healthFromUp'],
].map((column) => raw(`s."${column}"`));

/** Every service that can be asked, itself or at a metrics source, as the worker needs it, its credentials in clear. */
export async function listPollTargets(db: Db): Promise<PollTarget[]> {
  const known = [
    sql`st."verdict"`,
    sql`st."reason"`,
    msOf(db, 'st."since"'),
    sql`st."failures"`,
    sql`st."slows"`,
    sql`st."successes"`,
    sql`st."version"`,
  ];
  const servers = await listServers(db);
  const rows = await selectTuples<[...Where, ...How, ...From, ...Known]>(
    db,
    [...serviceColumns, ...known],
    sql`FROM "Service" s JOIN "ServiceState" st ON st."serviceId" = s."id" WHERE s."baseUrl" IS NOT NULL OR s."metricsSource" IS NOT NULL ORDER BY s."id"`,
  );
  const instances = await listInstanceTargets(db);
  return rows.map((row) => toPollTarget(row, instances.get(row[0]) ?? [], servers));
}

function toPollTarget(
  row: [...Where, ...How, ...From, ...Known],
  instances: InstanceTarget[],
  servers: ReadonlyMap<string, MetricsServer>,
): PollTarget {
  const [id, name, baseUrl, healthCheckPath, metricsPath, openapiPath, timeoutSeconds, pollIntervalSeconds, maintenance, apiKeySealed, ...more] = row;
  const [
    bearerTokenSealed,
    objectivePercentile,
    objectiveMs,
    metricsSource,
    metricsSelector,
    healthFromUp,
    verdict,
    reason,
    sinceMs,
    failures,
    slows,
    successes,
    version,
  ] = more;
  const server = metricsSource === null ? null : (servers.get(metricsSource) ?? null);
  const metrics = metricsSource === null || metricsSelector === null ? null : { name: metricsSource, selector: metricsSelector, server };
  return {
    ...{ id, name, baseUrl, healthCheckPath, metricsPath, openapiPath, timeoutSeconds, pollIntervalSeconds },
    ...{ maintenance: Boolean(maintenance), metrics, healthFromUp: Boolean(healthFromUp) && metrics !== null },
    objective: toObjective(objectivePercentile, objectiveMs),
    ...openCredentials({ name, baseUrl, instances: instances.map(({ url }) => url), apiKeySealed, bearerTokenSealed }),
    instances,
    judgement: { verdict, reason, sinceMs, failures, slows, successes },
    version,
  };
}
