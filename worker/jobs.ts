/** A chore that comes round: rolling up, forgetting, reporting. Never two runs of one at once. */
export interface Job {
  name: string;
  everyMs: number;
  run(): Promise<void>;
}

export interface Jobs {
  /** Starts no more runs; resolves when those under way have ended. */
  stop(): Promise<void>;
}

export function startJobs(jobs: Job[], onFault: (name: string, error: unknown) => void): Jobs {
  const underWay = new Map<string, Promise<void>>();
  const timers = jobs.map((job) =>
    setInterval(() => {
      if (underWay.has(job.name)) return;
      const run = job
        .run()
        .catch((error) => onFault(job.name, error))
        .finally(() => underWay.delete(job.name));
      underWay.set(job.name, run);
    }, job.everyMs),
  );
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(underWay.values());
    },
  };
}
