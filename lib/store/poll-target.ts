import type { PollTarget } from '#lib/model/target.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import { openCredentials } from './credential.ts';
import type { Db } from './db.ts';
import { msOf, raw, selectTuples, sql } from './sql.ts';

type Where = [id: number, name: string, baseUrl: string, healthCheckPath: string, metricsPath: string | null, openapiPath: string | null];
type How = [timeoutSeconds: number, pollIntervalSeconds: number, maintenance: number | boolean, apiKeySealed: string | null, bearer: string | null];
type Known = [verdict: Verdict, reason: string, sinceMs: number, failures: number, slows: number, successes: number, version: string | null];

const serviceColumns = [
  ...['id', 'name', 'baseUrl', 'healthCheckPath', 'metricsPath', 'openapiPath'],
  ...['timeoutSeconds', 'pollIntervalSeconds', 'maintenance', 'apiKeySealed', 'bearerTokenSealed'],
].map((column) => raw(`s."${column}"`));

/** Every service as the worker needs it, its credentials in clear. */
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
  const rows = await selectTuples<[...Where, ...How, ...Known]>(
    db,
    [...serviceColumns, ...known],
    sql`FROM "Service" s JOIN "ServiceState" st ON st."serviceId" = s."id" ORDER BY s."id"`,
  );
  return rows.map(toPollTarget);
}

function toPollTarget(row: [...Where, ...How, ...Known]): PollTarget {
  const [id, name, baseUrl, healthCheckPath, metricsPath, openapiPath, timeoutSeconds, pollIntervalSeconds, maintenance, apiKeySealed, ...more] = row;
  const [bearerTokenSealed, verdict, reason, sinceMs, failures, slows, successes, version] = more;
  return {
    ...{ id, name, baseUrl, healthCheckPath, metricsPath, openapiPath, timeoutSeconds, pollIntervalSeconds },
    maintenance: Boolean(maintenance),
    ...openCredentials({ name, baseUrl, apiKeySealed, bearerTokenSealed }),
    judgement: { verdict, reason, sinceMs, failures, slows, successes },
    version,
  };
}
