import type { DocumentKind } from '#lib/model/document.ts';
import type { Db } from './db.ts';
import { readRevisionText } from './document/revision.ts';

const largest = 2_000_000;
const mostTogether = 32_000_000;

/** SHA-256 of the texts that are current, as `service hash`. */
export async function listCurrentHashes(db: Db, services: string[]): Promise<Set<string>> {
  const hashes = new Set<string>();
  for (let from = 0; from < services.length; from += 500) {
    const rows = await db.revision.findMany({
      where: { current: true, service: { name: { in: services.slice(from, from + 500) } } },
      select: { contentHash: true, service: { select: { name: true } } },
    });
    for (const { contentHash, service } of rows) hashes.add(`${service.name} ${contentHash}`);
  }
  return hashes;
}

/** The texts of the current documents, but for those that would swell an export beyond reading. */
export async function listCurrentTexts(db: Db): Promise<{ service: string; kind: DocumentKind; text: string }[]> {
  const rows = await db.revision.findMany({
    where: { current: true, sizeBytes: { lte: largest } },
    select: { id: true, kind: true, sizeBytes: true, service: { select: { name: true } } },
    orderBy: [{ serviceId: 'asc' }, { kind: 'desc' }, { number: 'desc' }],
  });
  const texts: { service: string; kind: DocumentKind; text: string }[] = [];
  let bytes = 0;
  for (const { id, kind, sizeBytes, service } of rows) {
    bytes += sizeBytes;
    if (bytes > mostTogether) break;
    texts.push({ service: service.name, kind, text: await readRevisionText(db, id, 'text') });
  }
  return texts;
}
