import { env } from '#lib/env.ts';
import { db as ownDatabase, type PrismaClient } from '#lib/store/db.ts';
import { openThreads } from '#lib/thread.ts';
import { answerCatalog, answerOperations, type CatalogAnswer, type CatalogRequest, type OperationsAnswer, type OperationsRequest } from './answer.ts';
import { CatalogSearch } from './catalog-search.ts';

/** Who answers: with every change up to `changeId` taken in, or the answer says that it is not complete. */
export interface SearchHost {
  catalog(changeId: number, request: CatalogRequest): Promise<CatalogAnswer>;
  operations(changeId: number, request: OperationsRequest): Promise<OperationsAnswer>;
  close(): Promise<void>;
}

const deadlineMs = 30_000;
const maxHeapMb = 768;

/** A thread with the index of the database at `url`: it stays out of the way of the event loop, and of an exit. */
export function openSearchThread(url: string): SearchHost & { memory(): Promise<NodeJS.MemoryUsage> } {
  const threads = openThreads({ entry: 'lib/query/search/thread.ts', size: 1, maxHeapMb });
  return {
    catalog: (changeId, request) => threads.run('catalog', { url, changeId, request }, deadlineMs),
    operations: (changeId, request) => threads.run('operations', { url, changeId, request }, deadlineMs),
    memory: () => threads.run('memory', null, deadlineMs),
    close: () => threads.close(),
  };
}

/** The index in this thread, over a database that is open here. */
export function openSearchHere(db: PrismaClient): SearchHost {
  const search = new CatalogSearch(db);
  return {
    catalog: (changeId, request) => answerCatalog(search, changeId, request),
    operations: (changeId, request) => answerOperations(search, changeId, request),
    close: async () => undefined,
  };
}

const hostsKey = Symbol.for('signalbox.search');

function hosts(): WeakMap<PrismaClient, SearchHost> {
  const holder = globalThis as { [hostsKey]?: WeakMap<PrismaClient, SearchHost> };
  holder[hostsKey] ??= new WeakMap();
  return holder[hostsKey];
}

/** Who answers for a database: a thread for this process's own, nobody else's thread for any other. */
export async function searchHostOf(db: PrismaClient): Promise<SearchHost> {
  const isOwn = (await ownDatabase()) === db;
  const known = hosts().get(db) ?? (isOwn ? openSearchThread(env().databaseUrl) : openSearchHere(db));
  hosts().set(db, known);
  return known;
}
