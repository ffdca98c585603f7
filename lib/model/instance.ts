import { z } from 'zod';
import { nameOfInstance } from './instance-name.ts';
import { intervalMsSchema } from './service.ts';
import type { Judgement } from './verdict.ts';
import { verdictSchema } from './verdict.ts';

const instant = z.iso.datetime();

/** One of several places where a service runs, and how it is there. */
export const instanceSchema = z
  .object({
    url: z.string(),
    verdict: verdictSchema,
    reason: z.string(),
    since: instant,
    checkedAt: instant.nullable().meta({ description: 'When its health endpoint was last looked at.' }),
    durationMs: z.number().nullable(),
    version: z.string().nullable(),
    startedAt: instant.nullable().meta({ description: 'When its process began, where its metrics say it.' }),
    requestRate: z.number().nullable().meta({ description: 'Requests per second.' }),
    errorRatio: z.number().nullable().meta({ description: 'Share of 5xx answers, 0–1.' }),
    latencyMsP95: intervalMsSchema.nullable(),
    signalsAt: instant.nullable(),
    signalsReason: z.string().nullable().meta({ description: 'What the last look at its metrics said.' }),
    rates: z.array(z.number().nullable()).meta({ description: 'Requests per second in each of the last 60 minutes, oldest first.' }),
  })
  .meta({ id: 'Instance' });
export type Instance = z.infer<typeof instanceSchema>;

export interface JudgedInstance {
  url: string;
  judgement: Judgement;
}

/** The first of the troubled by name, how many others there are, and the reason that most of them give. */
function describe(troubled: readonly JudgedInstance[]): string {
  const reasons = new Map<string, number>();
  for (const { judgement } of troubled) reasons.set(judgement.reason, (reasons.get(judgement.reason) ?? 0) + 1);
  const [reason] = [...reasons].sort(([, a], [, b]) => b - a)[0] ?? [''];
  const names = troubled.map(({ url }) => nameOfInstance(url)).sort();
  const others = names.length > 1 ? ` and ${names.length - 1} more` : '';
  return `${names[0]}${others}, ${reason}`;
}

/**
 * The verdict of a service from those of its instances, whatever their order: `up` while every instance that is known answers,
 * `down` when all are down, `degraded` when some are down or any is degraded, `unknown` when nothing is known of any. An instance of which
 * nothing is known speaks neither for nor against the others, but with it unknown the service is not called down.
 */
export function judgeInstances(instances: readonly JudgedInstance[], past: Judgement, nowMs: number): Judgement {
  const all = instances.length;
  const having = (verdict: Judgement['verdict']) => instances.filter(({ judgement }) => judgement.verdict === verdict);
  const [down, degraded, unknown, resting] = [having('down'), having('degraded'), having('unknown'), having('maintenance')];
  const next = (verdict: Judgement['verdict'], reason: string): Judgement => ({
    ...{ verdict, reason, sinceMs: past.verdict === verdict ? past.sinceMs : nowMs },
    ...{ failures: 0, slows: 0, successes: 0 },
  });
  const unsure = unknown.length > 0 ? `; ${unknown.length} unknown` : '';
  if (resting.length > 0) return next('maintenance', resting[0]?.judgement.reason ?? '');
  if (unknown.length === all) return next('unknown', unknown[0]?.judgement.reason ?? 'no instances');
  if (down.length === all) return next('down', `all ${all} instances down: ${describe(down)}`);
  if (down.length > 0) return next('degraded', `${down.length} of ${all} instances down: ${describe(down)}${unsure}`);
  if (degraded.length > 0) return next('degraded', `${degraded.length} of ${all} instances degraded: ${describe(degraded)}${unsure}`);
  const why = unknown.length > 0 ? `: ${describe(unknown)}` : '';
  return next('up', `${all - unknown.length} of ${all} instances answer${unsure}${why}`);
}

/** The version that most instances run; of several that are run alike the one before, else the first by name. Null where none says. */
export function versionOfInstances(versions: readonly (string | null)[], past: string | null): string | null {
  const counts = new Map<string, number>();
  for (const version of versions) if (version !== null) counts.set(version, (counts.get(version) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const leading = [...counts].filter(([, count]) => count === most).map(([version]) => version);
  if (leading.length === 0) return past;
  return past !== null && leading.includes(past) ? past : (leading.sort()[0] ?? null);
}
