import type { LevelName } from '#lib/model/ladder.ts';
import type { Lifecycle } from '#lib/model/service.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import type { Db } from './db.ts';
import { searchWords } from './service-row.ts';
import { cleanText, empty, isSqlite, join, type Sql, sql } from './sql.ts';
import { presentedVerdict } from './stale.ts';

/** What narrows the catalog. Values of one facet add up, facets narrow each other. */
export interface ServiceFilter {
  q?: string | undefined;
  team?: string[] | undefined;
  domain?: string[] | undefined;
  tag?: string[] | undefined;
  tier?: number[] | undefined;
  lifecycle?: Lifecycle[] | undefined;
  verdict?: Verdict[] | undefined;
  level?: LevelName[] | undefined;
}

export const facetNames = ['team', 'domain', 'tag', 'tier', 'lifecycle', 'verdict', 'level'] as const;
export type FacetName = (typeof facetNames)[number];

/** Every word must be in the searched text. Nothing in it is a wildcard. */
export function searchCondition(db: Db, q: string | undefined): Sql {
  const words = searchWords(q);
  if (words.length === 0) return sql`1 = 1`;
  const contains = (word: string) => (isSqlite(db) ? sql`instr(s."searchText", ${word}) > 0` : sql`strpos(s."searchText", ${word}) > 0`);
  return join(words.map(contains), ' AND ');
}

/** The condition over a Service `s`, and its state `st` where a verdict is asked for. */
export function whereFilter(db: Db, filter: ServiceFilter, nowMs: number): Sql {
  const { q, team, domain, tag, tier, lifecycle, verdict, level } = filter;
  const lifecycleText = isSqlite(db) ? sql`s."lifecycle"` : sql`s."lifecycle"::text`;
  const conditions = [
    ...(q ? [searchCondition(db, q)] : []),
    ...oneOf(sql`"name"`, team).map((named) => sql`s."teamId" IN (SELECT "id" FROM "Team" WHERE ${named})`),
    ...oneOf(sql`"name"`, domain).map((named) => sql`s."domainId" IN (SELECT "id" FROM "Domain" WHERE ${named})`),
    ...oneOf(sql`s."tier"`, tier),
    ...oneOf(lifecycleText, lifecycle),
    ...oneOf(presentedVerdict(db, nowMs), verdict),
    ...holdsOneOf(level),
    ...oneOf(sql`g."tag"`, tag).map((has) => sql`EXISTS (SELECT 1 FROM "ServiceTag" g WHERE g."serviceId" = s."id" AND ${has})`),
  ];
  return conditions.length === 0 ? sql`1 = 1` : join(conditions, ' AND ');
}

/** The services that pass, as the end of a statement: `FROM … WHERE …`. */
export function fromMatching(db: Db, filter: ServiceFilter, nowMs: number, alwaysState = false): Sql {
  const needsState = alwaysState || (filter.verdict?.length ?? 0) > 0;
  const state = needsState ? sql`JOIN "ServiceState" st ON st."serviceId" = s."id"` : empty;
  return sql`FROM "Service" s ${state} WHERE ${whereFilter(db, filter, nowMs)}`;
}

/** A service that nobody judged yet holds no level. */
function holdsOneOf(names: LevelName[] | undefined): Sql[] {
  if (!names || names.length === 0) return [];
  const levels = names.filter((name) => name !== 'none').map(Number);
  const held = levels.length > 0 ? [sql`s."id" IN (SELECT "serviceId" FROM "LadderState" WHERE "level" IN (${join(levels)}))`] : [];
  const none = sql`s."id" NOT IN (SELECT "serviceId" FROM "LadderState" WHERE "level" IS NOT NULL)`;
  return [sql`(${join(names.includes('none') ? [...held, none] : held, ' OR ')})`];
}

function oneOf(column: Sql, values: (string | number)[] | undefined): Sql[] {
  if (!values || values.length === 0) return [];
  return [sql`${column} IN (${join(values.map((value) => (typeof value === 'string' ? cleanText(value) : value)))})`];
}
