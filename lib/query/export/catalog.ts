import type { Catalog } from '#lib/model/descriptor/export/backstage.ts';
import { storedOf } from '#lib/model/descriptor/plan.ts';
import type { Db } from '#lib/store/db.ts';
import { listEntries } from '#lib/store/descriptor.ts';
import { listCurrentTexts } from '#lib/store/descriptor-document.ts';
import { listGroupTitles, listWholeServices } from '#lib/store/descriptor-service.ts';
import { openThreads, type Threads } from '#lib/thread.ts';
import { type QueryContext, requireReader } from '../context.ts';

export type ExportFormat = 'signalbox' | 'backstage';

const fileNames = { signalbox: 'signalbox.yaml', backstage: 'catalog-info.yaml' };
const deadlineMs = 30_000;
let threads: Threads | undefined;

async function readTitles(db: Db): Promise<Catalog['titles']> {
  const [team, domain, system] = [await listGroupTitles(db, 'team'), await listGroupTitles(db, 'domain'), await listGroupTitles(db, 'system')];
  return { team, domain, system };
}

async function readCatalog({ db, nowMs }: QueryContext, format: ExportFormat): Promise<Catalog> {
  const services = (await listWholeServices(db, nowMs)).map(storedOf);
  const titles = await readTitles(db);
  if (format === 'signalbox') return { services, titles, entities: [], documents: [] };
  return { services, titles, entities: await listEntries(db, 'backstage'), documents: await listCurrentTexts(db) };
}

/** The whole catalog as YAML, its credentials left out. Importing it again changes nothing. */
export async function exportCatalog(ctx: QueryContext, { format }: { format: ExportFormat }): Promise<File> {
  requireReader(ctx);
  threads ??= openThreads({ entry: 'lib/query/export/thread.ts', size: 1, maxHeapMb: 512 });
  const text = await threads.run<string>(format, await readCatalog(ctx, format), deadlineMs);
  return new File([text], fileNames[format], { type: 'application/yaml' });
}
