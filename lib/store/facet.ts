import { type FacetName, facetNames, fromMatching, type ServiceFilter } from './catalog-filter.ts';
import type { Db } from './db.ts';
import { join, type Sql, selectTuples, sql } from './sql.ts';
import { presentedVerdict } from './stale.ts';

export type Facets = Record<FacetName, { value: string; count: number }[]>;

/** How many services have each value. A facet counts under the conditions of the others, not under its own. */
export async function countFacets(db: Db, filter: ServiceFilter, nowMs: number): Promise<Facets> {
  const counts = facetNames.map((name) => countFacet(db, name, { ...filter, [name]: undefined }, nowMs));
  const rows = await selectTuples<[FacetName, string, number]>(
    db,
    [sql`facet`, sql`value`, sql`n`],
    sql`FROM (${join(counts, ' UNION ALL ')}) AS counted WHERE value IS NOT NULL`,
  );
  const facets: Facets = { team: [], domain: [], tag: [], tier: [], lifecycle: [], verdict: [], level: [] };
  for (const [name, value, count] of rows) facets[name].push({ value, count });
  for (const list of Object.values(facets)) list.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return facets;
}

function countFacet(db: Db, name: FacetName, others: ServiceFilter, nowMs: number): Sql {
  const rest = fromMatching(db, others, nowMs, name === 'verdict');
  const grouped = (key: Sql) => sql`SELECT ${key} AS gid, count(*) AS n ${rest} GROUP BY ${key}`;
  const byKey = (key: Sql) => sql`SELECT CAST(${name} AS text) AS facet, CAST(gid AS text) AS value, n FROM (${grouped(key)}) AS grouped`;
  const named = (table: Sql, key: Sql) =>
    sql`SELECT CAST(${name} AS text) AS facet, named."name" AS value, n FROM (${grouped(key)}) AS grouped JOIN ${table} named ON named."id" = gid`;
  const keys: Record<FacetName, () => Sql> = {
    team: () => named(sql`"Team"`, sql`s."teamId"`),
    domain: () => named(sql`"Domain"`, sql`s."domainId"`),
    tier: () => byKey(sql`s."tier"`),
    lifecycle: () => byKey(sql`s."lifecycle"`),
    tag: () =>
      sql`SELECT CAST(${name} AS text) AS facet, g."tag" AS value, count(*) AS n FROM "ServiceTag" g ${whereService(rest, others)} GROUP BY g."tag"`,
    level: () =>
      sql`SELECT CAST(${name} AS text) AS facet, coalesce(CAST(held AS text), 'none') AS value, n FROM (SELECT ${held} AS held, count(*) AS n ${rest} GROUP BY 1) AS grouped`,
    verdict: () =>
      sql`SELECT CAST(${name} AS text) AS facet, shown AS value, count(*) AS n FROM (SELECT ${presentedVerdict(db, nowMs)} AS shown ${rest}) AS each GROUP BY shown`,
  };
  return keys[name]();
}

const held = sql`(SELECT l."level" FROM "LadderState" l WHERE l."serviceId" = s."id")`;

/** Only where something narrows the services is it worth looking which they are. */
function whereService(rest: Sql, others: ServiceFilter): Sql {
  const narrows = Object.values(others).some((values) => values !== undefined && values.length > 0);
  return narrows ? sql`WHERE g."serviceId" IN (SELECT s."id" ${rest})` : sql``;
}
