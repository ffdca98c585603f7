import { AppError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { metrics } from '#lib/metrics.ts';
import { systemActor } from '#lib/model/role.ts';
import type { Run } from '#lib/model/run.ts';
import { originOf } from '#lib/model/service.ts';
import type { ContractProof } from '#lib/probe/contract/prove.ts';
import { openProver, type Prover, type Proving } from '#lib/probe/contract/prover.ts';
import { insertAudit } from '#lib/store/audit.ts';
import { inTransaction, type PrismaClient } from '#lib/store/db.ts';
import { findCurrentRevision, readRevisionBytes } from '#lib/store/document/revision.ts';
import { findOwner } from '#lib/store/owner.ts';
import { beginRun, endRun, findRun, listUnderWay, packRunBody, type RunEnd } from '#lib/store/run.ts';
import { findCredentials, findService } from '#lib/store/service.ts';
import { openOutbound } from './outbound.ts';
import { tellRun } from './run.ts';
import { afterRun } from './run-end.ts';
import { ProgressKeeper } from './run-progress.ts';

/** Most runs at once, over all services. */
const mostAtOnce = 2;
const restarted = 'Signalbox was restarted while it ran.';

interface Making {
  run: Run;
  stopping: AbortController;
  done: Promise<void>;
}

interface Material extends Proving {
  revision: number;
  version: string | null;
}

/** What a run is made of, as it stands when the run begins. Throws in words where something is missing. */
async function gather(db: PrismaClient, { service: name, seed }: Run): Promise<Material> {
  const [service, owner] = [await findService(db, name), await findOwner(db, name)];
  if (!service || !owner) throw new AppError('not_found', `${name} is no longer in the catalog.`);
  if (service.baseUrl === null) throw new AppError('unprocessable', `${name} has no base URL any more.`);
  const revision = await findCurrentRevision(db, owner.id, 'openapi');
  if (!revision) throw new AppError('unprocessable', `${name} has no OpenAPI document any more.`);
  const document = await readRevisionBytes(db, revision.id, 'canonical');
  const credentials = await findCredentials(db, name);
  return { document, baseUrl: service.baseUrl, credentials, seed: seed ?? 0, revision: revision.number, version: revision.version };
}

async function endOf(proof: ContractProof, { revision, version, baseUrl }: Material): Promise<RunEnd> {
  const { summary, findings, outcome, counts, calls, operations, unproven } = proof;
  const body = await packRunBody({ findings, outcome });
  return { state: counts.errors > 0 ? 'failed' : 'passed', summary, body, ...counts, calls, operations, unproven, revision, version, baseUrl };
}

const broken = (summary: string, calls?: number): RunEnd => ({ state: 'broken', summary, ...(calls !== undefined && { calls }) });

/** Ends a run and tells everybody; nothing happens to one that has ended already, such as by being called off. */
async function finishRun(db: PrismaClient, id: string, end: RunEnd): Promise<void> {
  const nowMs = Date.now();
  const ended = await inTransaction(db, async (tx) => {
    if (!(await endRun(tx, id, end, nowMs))) return null;
    const run = await findRun(tx, id);
    if (run) await tellRun(tx, run, nowMs);
    return run;
  });
  if (ended) await afterRun(db, ended, nowMs);
}

async function auditRefusal(db: PrismaClient, { service, baseUrl, id }: Run, reason: string): Promise<void> {
  metrics.outboundRefusals.inc();
  const line = { atMs: Date.now(), actor: systemActor.name, address: null, action: 'outbound.refused', subject: (baseUrl ?? service).slice(0, 200) };
  await inTransaction(db, (tx) => insertAudit(tx, { ...line, before: null, after: { reason, run: id }, correlationId: null }));
}

export interface RunDeskOptions {
  /** Given by tests, which close it; one under the policy of the environment otherwise. */
  prover?: Prover;
}

/** Makes the runs that people have asked for: takes up what waits, follows what is called off, ends what nobody makes any more. */
export class RunDesk {
  private readonly db: PrismaClient;
  private readonly making = new Map<string, Making>();
  private readonly prover: Prover;
  private readonly close: () => Promise<void>;
  private looking = Promise.resolve();
  private isStopping = false;

  constructor(db: PrismaClient, { prover }: RunDeskOptions = {}) {
    this.db = db;
    this.prover = prover ?? openProver({ policy: openOutbound().policy, size: mostAtOnce });
    this.close = async () => (prover ? undefined : this.prover.close());
  }

  /** One look at what waits and what is under way. Only ever called by the one worker that holds the lease: a run that it does not make, nobody makes. */
  look(): Promise<void> {
    this.looking = this.lookOnce();
    return this.looking;
  }

  /** Ends what is under way. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await this.looking.catch(() => undefined);
    const making = [...this.making.values()];
    for (const { stopping } of making) stopping.abort();
    await Promise.all(making.map(({ done }) => done));
    await this.close();
  }

  private async lookOnce(): Promise<void> {
    const known = [...this.making.keys()];
    const underWay = await listUnderWay(this.db);
    const ids = new Set(underWay.map(({ id }) => id));
    for (const id of known) if (!ids.has(id) && (await findRun(this.db, id))?.state !== 'running') this.making.get(id)?.stopping.abort();
    for (const { id, state } of underWay) if (state === 'running' && !this.making.has(id)) await finishRun(this.db, id, broken(restarted));
    await this.takeUp(underWay.filter(({ state }) => state === 'queued'));
  }

  /** The oldest first; never two at one origin, which would get twice the requests. */
  private async takeUp(waiting: Run[]): Promise<void> {
    for (const run of waiting) {
      if (this.isStopping || this.making.size >= mostAtOnce) return;
      if ([...this.making.values()].some((other) => originFor(other.run) === originFor(run))) continue;
      const stopping = new AbortController();
      const making: Making = { run, stopping, done: Promise.resolve() };
      this.making.set(run.id, making);
      const begun = await this.begin(run).catch((error: unknown) => {
        this.leave(run);
        throw error;
      });
      if (begun) making.done = this.make(making);
      else this.leave(run);
    }
  }

  private async begin({ id }: Run): Promise<boolean> {
    const nowMs = Date.now();
    return inTransaction(this.db, async (tx) => {
      if (!(await beginRun(tx, id, nowMs))) return false;
      const run = await findRun(tx, id);
      if (run) await tellRun(tx, run, nowMs);
      return run !== null;
    });
  }

  private leave({ id }: Run): void {
    this.making.delete(id);
    metrics.runsUnderWay.set(this.making.size);
  }

  private async make({ run, stopping }: Making): Promise<void> {
    metrics.runsUnderWay.set(this.making.size);
    try {
      await finishRun(this.db, run.id, await this.prove(run, stopping));
    } catch (error) {
      log('runs').error({ err: error, service: run.service, run: run.id }, 'the end of a run could not be kept');
    } finally {
      this.leave(run);
    }
  }

  private async prove(run: Run, stopping: AbortController): Promise<RunEnd> {
    const progress = new ProgressKeeper(this.db, run, () => stopping.abort());
    try {
      const { revision, version, ...proving } = await gather(this.db, run);
      const proof = await this.prover.prove(proving, { signal: stopping.signal, onNews: (news) => progress.hear(news) });
      progress.calls = proof.calls;
      return await endOf(proof, { revision, version, ...proving });
    } catch (error) {
      const why = stopping.signal.aborted ? restarted : await this.explain(run, error);
      return broken(why, progress.calls);
    } finally {
      await progress.settled();
      metrics.runRequests.inc(progress.calls);
    }
  }

  private async explain(run: Run, error: unknown): Promise<string> {
    if (!(error instanceof AppError)) {
      log('runs').error({ err: error, service: run.service, run: run.id }, 'a run broke');
      return 'Signalbox broke while it ran: its log says why.';
    }
    if (error.code === 'outbound_denied') await auditRefusal(this.db, run, error.message);
    return error.message;
  }
}

const originFor = ({ baseUrl, service }: Run) => (baseUrl !== null && URL.canParse(baseUrl) ? originOf(baseUrl) : service);
