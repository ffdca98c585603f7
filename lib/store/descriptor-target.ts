import type { Lifecycle } from '#lib/model/service.ts';
import { type ServiceFilter, whereFilter } from './catalog-filter.ts';
import type { Db } from './db.ts';
import { listInstanceTargets } from './instance.ts';
import { raw, selectTuples, sql } from './sql.ts';

export interface ScrapeTarget {
  name: string;
  /** Where it is scraped: at its instances, or at its base URL. */
  baseUrls: string[];
  metricsPath: string;
  team: string | null;
  domain: string | null;
  tier: number;
  lifecycle: Lifecycle;
}

type Row = [
  id: number,
  name: string,
  baseUrl: string,
  metricsPath: string,
  tier: number,
  lifecycle: Lifecycle,
  team: string | null,
  domain: string | null,
];
const columns = ['s."id"', 's."name"', 's."baseUrl"', 's."metricsPath"', 's."tier"', 's."lifecycle"', 't."name"', 'd."name"'].map((column) =>
  raw(column),
);

/** The services of a filter that have an address and a metrics path, by name. */
export async function listScrapeTargets(db: Db, filter: ServiceFilter, nowMs: number): Promise<ScrapeTarget[]> {
  const groups = sql`LEFT JOIN "Team" t ON t."id" = s."teamId" LEFT JOIN "Domain" d ON d."id" = s."domainId"`;
  const where = sql`s."baseUrl" IS NOT NULL AND s."metricsPath" IS NOT NULL AND ${whereFilter(db, filter, nowMs)}`;
  const rows = await selectTuples<Row>(db, columns, sql`FROM "Service" s ${groups} WHERE ${where}`);
  const instances = await listInstanceTargets(db);
  const targets = rows.map(([id, name, baseUrl, metricsPath, tier, lifecycle, team, domain]) => ({
    name,
    baseUrls: instances.get(id)?.map(({ url }) => url) ?? [baseUrl],
    metricsPath,
    tier,
    lifecycle,
    team,
    domain,
  }));
  return targets.sort((a, b) => (a.name < b.name ? -1 : 1));
}
