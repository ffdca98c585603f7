import type { AuditLine } from '#lib/model/account.ts';
import type { Db } from './db.ts';
import { cleanJson, cleanText, isSqlite, join, selectRows, sql } from './sql.ts';

export interface NewAuditLine {
  atMs: number;
  actor: string;
  address: string | null;
  action: string;
  subject: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  correlationId: string | null;
}

/** Adds a line. Lines are never changed and never removed: there is no function that would. */
export async function insertAudit(tx: Db, line: NewAuditLine): Promise<void> {
  const json = (value: unknown) => (value === null ? undefined : (JSON.parse(cleanJson(value)) as never));
  await tx.auditLine.createMany({
    data: [
      {
        at: new Date(line.atMs),
        actor: cleanText(line.actor),
        address: line.address,
        action: line.action,
        subject: cleanText(line.subject),
        before: json(line.before),
        after: json(line.after),
        correlationId: line.correlationId === null ? null : cleanText(line.correlationId),
      },
    ],
  });
}

/** Lines that contain every word of `q` in actor, action, subject or address, newest first. */
export async function listAudit(
  db: Db,
  { q, page, limit }: { q?: string | undefined; page: number; limit: number },
): Promise<{ lines: AuditLine[]; total: number }> {
  const words = cleanText(q ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean);
  const text = sql`lower("actor" || ' ' || "action" || ' ' || "subject" || ' ' || coalesce("address", ''))`;
  const contains = (word: string) => (isSqlite(db) ? sql`instr(${text}, ${word}) > 0` : sql`strpos(${text}, ${word}) > 0`);
  const where = words.length === 0 ? sql`1 = 1` : join(words.map(contains), ' AND ');
  const [counted] = await selectRows<{ total: number }>(db, sql`SELECT count(*) AS total FROM "AuditLine" WHERE ${where}`);
  const ids = await selectRows<{ id: number }>(
    db,
    sql`SELECT "id" FROM "AuditLine" WHERE ${where} ORDER BY "id" DESC LIMIT ${limit} OFFSET ${(page - 1) * limit}`,
  );
  const rows = await db.auditLine.findMany({ where: { id: { in: ids.map(({ id }) => id) } }, orderBy: { id: 'desc' } });
  return {
    total: counted?.total ?? 0,
    lines: rows.map(({ at, before, after, ...line }) => ({
      ...line,
      at: at.toISOString(),
      before: before as AuditLine['before'],
      after: after as AuditLine['after'],
    })),
  };
}
