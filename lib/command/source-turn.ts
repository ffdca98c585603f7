import { publish } from '#lib/live/publish.ts';
import { log } from '#lib/log.ts';
import type { MetricsServer } from '#lib/model/metrics-source.ts';
import { inTransaction, type PrismaClient } from '#lib/store/db.ts';
import { findSource, keepSourceState } from '#lib/store/metrics-source.ts';
import type { SourceDesk } from './source-desk.ts';
import { askFlavour } from './source-flavour.ts';

/** Keeps and tells that a source ceased to answer, or answers again: once, for all the services behind it. */
export async function tellTurn(
  db: PrismaClient,
  desk: SourceDesk,
  server: MetricsServer,
  { ok, reason }: { ok: boolean; reason: string },
): Promise<void> {
  const flavour = ok ? await askFlavour((question) => desk.ask(server, question)) : null;
  await inTransaction(db, async (tx) => {
    const known = await findSource(tx, server.name);
    if (!known || (known.ok === ok && known.reason === reason)) return;
    await keepSourceState(tx, server.name, { ok, reason, flavour: flavour?.name ?? null }, Date.now());
    if (known.ok === ok || (known.ok === null && ok)) return;
    const data = { source: server.name, ok, reason, services: known.services };
    await publish(tx, [{ kind: 'source.turned', subject: null, data }], Date.now());
  });
  log('worker')[ok ? 'info' : 'warn']({ source: server.name, reason }, ok ? 'a metrics source answers' : 'a metrics source does not answer');
}
