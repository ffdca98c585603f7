import { randomUUID } from 'node:crypto';

/** Holds faults for as long as this process lives and wants them. */
export interface FaultLease {
  /** Put it into each toxic as `lease`. */
  name: string;
  /** Ends all faults of the lease. */
  end(): Promise<void>;
}

const renewals = 4;

/** Takes a lease of a fault proxy and renews it until it is ended; whoever is killed renews no more, and the faults end. */
export async function holdLease(apiUrl: string, name: string = randomUUID()): Promise<FaultLease> {
  const url = `${apiUrl.replace(/\/+$/, '')}/leases/${encodeURIComponent(name)}`;
  const { leaseMs } = (await (await fetch(`${apiUrl}/version`)).json()) as { leaseMs: number };
  const renew = () => fetch(url, { method: 'PUT' });
  await renew();
  // Best effort: a renewal that fails is made good by the next, or the lease ends as it should.
  const timer = setInterval(() => void renew().catch(() => {}), leaseMs / renewals);
  timer.unref();
  return {
    name,
    async end() {
      clearInterval(timer);
      await fetch(url, { method: 'DELETE' });
    },
  };
}
