import { z } from 'zod';
import { diagnosisSchema } from './doctor.ts';
import { type Gauge, gaugeId, gaugeKinds, gaugeSchema, runtimes } from './gauge.ts';

const place = z.string().meta({ description: 'The address of the instance; empty where the service is one place.' });

export const saturationSchema = z
  .object({
    window: z.string(),
    stepSeconds: z.number(),
    at: z.iso.datetime().nullable().meta({ description: 'When the metrics last said it; null: never.' }),
    runtime: z.enum(runtimes),
    processes: z.array(
      z.object({
        place,
        at: z.iso.datetime(),
        version: z.string().nullable(),
        versionFrom: z.string().nullable().meta({ description: 'The family that says the version.' }),
        startedAt: z.iso.datetime().nullable(),
        restarts: z.number().int().meta({ description: 'Restarts seen since the service is looked at.' }),
      }),
    ),
    gauges: z.array(
      z.object({
        ...gaugeSchema.shape,
        place: place.meta({ description: 'The instance that is fullest.' }),
        at: z.iso.datetime(),
        series: z.array(z.number().nullable()).max(300).meta({ description: 'The highest value of each step, oldest first, of all instances.' }),
      }),
    ),
    missing: z.array(z.object({ kind: z.enum(gaugeKinds), how: z.string() })).meta({ description: 'What the runtime could say and does not.' }),
  })
  .meta({ id: 'Saturation' });
export type Saturation = z.infer<typeof saturationSchema>;

export const metricsDoctorSchema = z
  .object({
    at: z.iso.datetime().nullable().meta({ description: 'When the metrics were last read; null: never.' }),
    place,
    ...diagnosisSchema.shape,
    score: z.number().int().nullable().meta({ description: 'null: nothing was read yet.' }),
  })
  .meta({ id: 'MetricsDoctor' });
export type MetricsDoctor = z.infer<typeof metricsDoctorSchema>;

interface PlaceState {
  place: string;
  at: string;
  gauges: Gauge[];
}

type PlacedGauge = Gauge & Pick<PlaceState, 'place' | 'at'>;

const fullness = ({ share, value }: Gauge) => share ?? value;

/** Of each gauge that of the place where it is fullest, in the order of kinds. */
export function fullestGauges(states: readonly PlaceState[]): PlacedGauge[] {
  const worst = new Map<string, PlacedGauge>();
  for (const { place: where, at, gauges } of states)
    for (const gauge of gauges) {
      const known = worst.get(gaugeId(gauge));
      if (!known || fullness(gauge) > fullness(known)) worst.set(gaugeId(gauge), { ...gauge, place: where, at });
    }
  const order = (gauge: Gauge) => gaugeKinds.indexOf(gauge.kind);
  return [...worst.values()].sort((a, b) => order(a) - order(b) || (b.share ?? -1) - (a.share ?? -1) || (a.of < b.of ? -1 : 1));
}
