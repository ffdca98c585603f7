import { z } from 'zod';

/** `breaking` only where two revisions are compared; `error` means that a specification is violated. */
export const severitySchema = z.enum(['breaking', 'error', 'warning', 'info']);
export type Severity = z.infer<typeof severitySchema>;

export const findingSourceSchema = z.enum(['document', 'lint', 'compare', 'contract', 'resilience', 'load', 'chaos', 'e2e', 'drift']);

/** The message that shows a breaking change: valid on one side, refused on the other. */
export const witnessSchema = z
  .object({
    kind: z.enum(['request', 'response']),
    /** The revision under which the message is valid. */
    validIn: z.enum(['from', 'to']),
    /** Why the other revision refuses it, in words. */
    refusedBecause: z.string(),
    method: z.string().nullable(),
    /** With its parameters filled in. */
    path: z.string().nullable(),
    status: z.string().nullable(),
    headers: z.record(z.string(), z.string()),
    body: z.unknown().optional(),
  })
  .meta({ id: 'Witness' });
export type Witness = z.infer<typeof witnessSchema>;

/** A request and its answer as they went over the wire, without credentials. */
export const exchangeSchema = z.object({
  request: z.object({ method: z.string(), url: z.string(), headers: z.record(z.string(), z.string()), body: z.string().nullable() }),
  response: z.object({
    status: z.number().int().nullable(),
    headers: z.record(z.string(), z.string()),
    body: z.string().nullable(),
    trouble: z.string().nullable(),
  }),
});

/** One difference or rule hit, with severity and place. The same shape for documents, lint, comparisons and runs. */
export const findingSchema = z
  .object({
    id: z.string().meta({ description: 'The rule, `<area>.<thing>.<change>`.', examples: ['param.required.added'] }),
    aliases: z.array(z.string()).optional().meta({ description: "Other tools' names of the rule." }),
    source: findingSourceSchema,
    severity: severitySchema,
    direction: z.enum(['request', 'response', 'none']),
    operation: z
      .string()
      .nullable()
      .meta({ description: 'Key of the operation concerned.', examples: ['GET /orders/{id}'] }),
    pointer: z.string().meta({ description: 'JSON pointer into the document; into the old one for what is gone.' }),
    line: z.number().int().nullable().optional().meta({ description: 'Line of the text, from 1.' }),
    message: z.string(),
    help: z.string().optional().meta({ description: 'What to do.' }),
    before: z.string().optional().meta({ description: 'The place in the old revision, as JSON, cut where long.' }),
    after: z.string().optional().meta({ description: 'The place in the new revision, as JSON, cut where long.' }),
    witness: witnessSchema.optional(),
    certainty: z.enum(['proven', 'possible']).optional().meta({ description: '`proven`: a witness was found and checked on both sides.' }),
    declared: z.string().optional().meta({ description: 'What the document says, where a run saw something else.' }),
    actual: z.string().optional().meta({ description: 'What a run saw.' }),
    curl: z.string().optional().meta({ description: 'The request once more, without credentials.' }),
    seed: z.number().int().optional().meta({ description: 'Gives the same requests again.' }),
    count: z.number().int().optional().meta({ description: 'How often it was seen in its run.' }),
    exchange: exchangeSchema.optional(),
    fingerprint: z.string().meta({ description: 'Stays the same while the finding does: what an acceptance refers to.' }),
  })
  .meta({ id: 'Finding' });
export type Finding = z.infer<typeof findingSchema>;

export interface FindingCounts {
  breaking: number;
  errors: number;
  warnings: number;
  infos: number;
}

export function countFindings(findings: Finding[]): FindingCounts {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return { breaking: count('breaking'), errors: count('error'), warnings: count('warning'), infos: count('info') };
}
