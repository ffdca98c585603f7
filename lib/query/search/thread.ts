import { openDb } from '#lib/store/db.ts';
import { serveTasks } from '#lib/thread.ts';
import { answerCatalog, answerOperations, type CatalogRequest, type OperationsRequest } from './answer.ts';
import { CatalogSearch } from './catalog-search.ts';

const opened = new Map<string, Promise<CatalogSearch>>();

/** One index for each database, on a connection of its own. */
function searchOf(url: string): Promise<CatalogSearch> {
  const known = opened.get(url) ?? openDb(url, { durability: 'normal' }).then((db) => new CatalogSearch(db));
  opened.set(url, known);
  return known;
}

interface Asked<T> {
  url: string;
  changeId: number;
  request: T;
}

serveTasks({
  catalog: async ({ url, changeId, request }: Asked<CatalogRequest>) => answerCatalog(await searchOf(url), changeId, request),
  operations: async ({ url, changeId, request }: Asked<OperationsRequest>) => answerOperations(await searchOf(url), changeId, request),
  memory: () => process.memoryUsage(),
});
