import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { log } from '#lib/log.ts';
import type { Db, PrismaClient } from '#lib/store/db.ts';
import { claimLease, releaseLease, renewLease } from '#lib/store/lease.ts';

const leaseName = 'poller';
const leaseMs = 15_000;
const renewMs = 3000;

/** The right to look at services: one poller at a time holds it; others stand by. */
export class Lookout {
  readonly owner = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
  epoch: number | null = null;
  private timer: NodeJS.Timeout | undefined;
  private readonly db: PrismaClient;
  private readonly onLost: () => void;

  constructor(db: PrismaClient, onLost: () => void) {
    this.db = db;
    this.onLost = onLost;
  }

  /** Waits until the lease is ours. */
  async take(signal: AbortSignal): Promise<void> {
    for (let told = false; !signal.aborted; told = true) {
      const claim = await claimLease(this.db, leaseName, this.owner, leaseMs);
      if (claim.held) {
        this.epoch = claim.epoch;
        this.renew();
        return;
      }
      if (isDeadHere(claim.heldBy)) {
        await releaseLease(this.db, leaseName, claim.heldBy);
        continue;
      }
      if (!told) log('worker').warn({ heldBy: claim.heldBy }, 'another worker is looking at the services; this one stands by');
      await new Promise((resolve) => setTimeout(resolve, renewMs));
    }
  }

  /** Throws when the lease went to somebody else: for the transactions of the poller. */
  fence = async (tx: Db): Promise<void> => {
    if (!(await renewLease(tx, leaseName, this.owner, leaseMs))) {
      this.lose();
      throw new Error('another worker has taken over');
    }
  };

  private renew(): void {
    this.timer = setInterval(async () => {
      try {
        if (!(await renewLease(this.db, leaseName, this.owner, leaseMs))) this.lose();
      } catch (error) {
        log('worker').error({ err: error }, 'the lease could not be renewed');
      }
    }, renewMs);
  }

  private lose(): void {
    clearInterval(this.timer);
    if (this.epoch === null) return;
    this.epoch = null;
    this.onLost();
  }

  async release(): Promise<void> {
    clearInterval(this.timer);
    if (this.epoch !== null) await releaseLease(this.db, leaseName, this.owner);
    this.epoch = null;
  }
}

/** Whether the holder was a process of this machine that is gone: its lease need not be waited for. */
function isDeadHere(owner: string | null): owner is string {
  const [host, pid] = owner?.split('/') ?? [];
  if (host !== hostname() || !pid || Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
