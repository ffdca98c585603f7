/** Makes a service misbehave for a while. */
export type Fault = {
  /** Whether `/health` misbehaves too. Otherwise it goes on telling how the process is. */
  health: boolean;
  /** When it begins and ends, ms since the epoch. */
  startsAtMs: number;
  endsAtMs: number;
} & (
  | { kind: 'latency'; ms: number }
  | { kind: 'status'; status: number }
  | { kind: 'hang' }
  | { kind: 'flap'; status: number; periodSeconds: number }
);

export type FaultKind = Fault['kind'];

interface Field {
  least: number;
  most: number;
  usual: number;
}

const seconds: Field = { least: 1, most: 3600, usual: 60 };

/** What each kind of fault is told, with the bounds of each number and what stands in for it. */
export const faultFields: Record<FaultKind, Record<string, Field>> = {
  latency: { ms: { least: 1, most: 60_000, usual: 3000 } },
  status: { status: { least: 400, most: 599, usual: 503 } },
  hang: {},
  flap: { status: { least: 400, most: 599, usual: 503 }, periodSeconds: { least: 1, most: 600, usual: 20 } },
};

export class FaultRefused extends Error {}

function readNumber(name: string, value: unknown, { least, most, usual }: Field): number {
  if (value === undefined) return usual;
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return value as number;
  throw new FaultRefused(`${name} must be a whole number from ${least} to ${most}.`);
}

/** Reads what somebody asks for. Throws a FaultRefused that says what to mend. */
export function readFault(body: unknown, nowMs: number): Fault {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new FaultRefused('Send a JSON object such as { "kind": "hang", "seconds": 30 }.');
  const { kind, health = false, ...numbers } = body as Record<string, unknown>;
  const kinds = Object.keys(faultFields);
  if (typeof kind !== 'string' || !kinds.includes(kind)) throw new FaultRefused(`kind must be one of ${kinds.join(', ')}.`);
  if (typeof health !== 'boolean') throw new FaultRefused('health must be true or false.');
  const fields: Record<string, Field> = { seconds, ...faultFields[kind as FaultKind] };
  const unknown = Object.keys(numbers).find((name) => !(name in fields));
  if (unknown) throw new FaultRefused(`${unknown} is not known for ${kind}. It takes ${Object.keys(fields).join(', ')} and health.`);
  const { seconds: lease = 0, ...own } = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, readNumber(name, numbers[name], field)]),
  );
  return { kind, ...own, health, startsAtMs: nowMs, endsAtMs: nowMs + lease * 1000 } as Fault;
}

/** What one request meets under a fault, now: a delay, a status in place of an answer, no answer at all, or nothing. */
export function effectOf(fault: Fault, nowMs: number): { waitMs: number } | { status: number } | 'hang' | null {
  if (nowMs >= fault.endsAtMs) return null;
  if (fault.kind === 'latency') return { waitMs: fault.ms };
  if (fault.kind === 'status') return { status: fault.status };
  if (fault.kind === 'hang') return 'hang';
  const half = (fault.periodSeconds * 1000) / 2;
  const isBad = Math.floor((nowMs - fault.startsAtMs) / half) % 2 === 0;
  return isBad ? { status: fault.status } : null;
}
