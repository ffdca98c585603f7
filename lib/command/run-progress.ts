import { log } from '#lib/log.ts';
import type { Run, RunProgress } from '#lib/model/run.ts';
import { inTransaction, type PrismaClient } from '#lib/store/db.ts';
import { keepProgress } from '#lib/store/run.ts';
import { tellRun } from './run.ts';

const everyMs = 1000;

/** Keeps how far a run is and tells everybody, at most once a second. */
export class ProgressKeeper {
  calls = 0;
  private keptMs = Number.NEGATIVE_INFINITY;
  private writing: Promise<void> | null = null;
  private readonly db: PrismaClient;
  private readonly run: Run;
  /** The run is no longer under way: somebody called it off. */
  private readonly onOver: () => void;

  constructor(db: PrismaClient, run: Run, onOver: () => void) {
    this.db = db;
    this.run = run;
    this.onOver = onOver;
  }

  hear(progress: RunProgress): void {
    this.calls = progress.calls;
    if (this.writing || performance.now() - this.keptMs < everyMs) return;
    this.keptMs = performance.now();
    this.writing = this.keep(progress)
      .catch((error: unknown) => log('runs').warn({ err: error, run: this.run.id }, 'how far a run is could not be kept'))
      .finally(() => {
        this.writing = null;
      });
  }

  async settled(): Promise<void> {
    await this.writing;
  }

  private async keep(progress: RunProgress): Promise<void> {
    const nowMs = Date.now();
    const isKept = await inTransaction(this.db, async (tx) => {
      if (!(await keepProgress(tx, this.run.id, progress))) return false;
      await tellRun(tx, { ...this.run, state: 'running' }, nowMs);
      return true;
    });
    if (!isKept) this.onOver();
  }
}
