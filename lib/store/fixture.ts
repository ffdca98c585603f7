import type { DocumentIndex } from '#lib/model/document.ts';
import { type Registration, type RegistrationInput, registrationSchema } from '#lib/model/service.ts';
import { inTransaction, type PrismaClient } from './db.ts';
import { insertRevision } from './document/revision.ts';
import { packJson } from './document/text.ts';

/** A registration for tests: a name, and what the test says. */
export function makeRegistration(name: string, fields: Partial<RegistrationInput> = {}): Registration {
  return registrationSchema.parse({ name, baseUrl: `http://${name}.example.com:8080`, ...fields });
}

/** Keeps an OpenAPI document as the current revision of a service: as it stands, without reading it. */
export async function keepDocument(db: PrismaClient, serviceId: number, document: object, nowMs = Date.now()): Promise<void> {
  const facts = { kind: 'openapi', format: 'OpenAPI 3.1.0', title: 'A service', version: '1.0.0', description: null } as const;
  const index: DocumentIndex = { ...facts, servers: [], tags: [], operations: [], schemas: [] };
  const [text, nothing] = [await packJson(document), await packJson([])];
  const packed = { text, canonical: text, index: await packJson(index), findings: nothing };
  const origin = { contentHash: String(nowMs), source: 'uploaded', sourceName: null, by: null, sizeBytes: text.byteLength, errors: 0 } as const;
  await inTransaction(db, (tx) => insertRevision(tx, serviceId, { index, packed, ...origin }, nowMs));
}
