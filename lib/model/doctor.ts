import { z } from 'zod';

export const complaintKinds = ['contradictory', 'unrecognised', 'half-recognised', 'ambiguous', 'unit', 'cardinality'] as const;
export const severities = ['error', 'warning', 'hint'] as const;

/** Something about a service's metrics that keeps a value from being shown, or from being sure. */
export const complaintSchema = z
  .object({
    code: z.string().meta({ description: 'Stays the same while the complaint does.' }),
    kind: z.enum(complaintKinds),
    severity: z.enum(severities),
    series: z.string().meta({ description: 'The family or families concerned.' }),
    text: z.string().meta({ description: 'What is wrong.' }),
    why: z.string().meta({ description: 'What cannot be told because of it.' }),
    fix: z.string().meta({ description: 'One line of code or configuration, or one thing to do.' }),
  })
  .meta({ id: 'MetricsComplaint' });
export type Complaint = z.infer<typeof complaintSchema>;

export const diagnosisSchema = z
  .object({
    score: z.number().int().min(0).max(100).meta({ description: '100: everything that is exported can be read and is sure.' }),
    recognised: z.array(z.object({ signal: z.string(), dialect: z.string(), series: z.string() })),
    complaints: z.array(complaintSchema).meta({ description: 'Worst first.' }),
  })
  .meta({ id: 'MetricsDiagnosis' });
export type Diagnosis = z.infer<typeof diagnosisSchema>;

const costs = { error: 30, warning: 12, hint: 3 };

/** Without requests there is little to see: such metrics are worth no more than this. */
const mostWithoutRequests = 40;

export function scoreOf(complaints: readonly Complaint[], recognisesRequests: boolean): number {
  const lost = complaints.reduce((sum, { severity }) => sum + costs[severity], 0);
  return Math.max(0, (recognisesRequests ? 100 : mostWithoutRequests) - lost);
}

export const worstFirst = (complaints: readonly Complaint[]): Complaint[] =>
  [...complaints].sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      complaintKinds.indexOf(a.kind) - complaintKinds.indexOf(b.kind) ||
      (`${a.code} ${a.series}` < `${b.code} ${b.series}` ? -1 : 1),
  );
