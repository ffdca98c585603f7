import { z } from 'zod';
import { slugSchema } from './service.ts';
import { verdictSchema } from './verdict.ts';

/** As registrations and documents write it: `user.created`, `orders/{id}`. */
export const topicNameSchema = z.string().min(1).max(1000);

export const topicRoles = ['publishes', 'subscribes'] as const;
export const topicRoleSchema = z.enum(topicRoles);
export type TopicRole = z.infer<typeof topicRoleSchema>;

/** How it is known: by the registration, by an AsyncAPI document, by metrics. */
export const topicEvidence = ['declared', 'document', 'metrics'] as const;
export const topicEvidenceSchema = z.enum(topicEvidence);
export type TopicEvidence = z.infer<typeof topicEvidenceSchema>;

/** Events of one type and version that a service publishes or handles, as its metrics say. */
export const eventFlowSchema = z
  .object({
    type: z.string().nullable().meta({ description: 'null where the metrics do not tell types apart.' }),
    version: z.string().nullable(),
    eventRate: z.number().nullable().meta({ description: 'Events per second now.' }),
    failureRate: z.number().nullable().meta({ description: 'Failed tries per second now; null for publishers.' }),
    seenAt: z.iso.datetime().nullable().meta({ description: 'When an event was last seen in the metrics.' }),
  })
  .meta({ id: 'EventFlow' });
export type EventFlow = z.infer<typeof eventFlowSchema>;

/** A service at one end of a topic. */
export const topicPartySchema = z
  .object({
    service: slugSchema,
    team: z.string().nullable(),
    verdict: verdictSchema,
    evidence: z.array(topicEvidenceSchema),
    events: z.array(eventFlowSchema),
    deadLetters: z.number().int().nullable().meta({ description: 'Events given up on that wait for a replay; null where the service does not say.' }),
  })
  .meta({ id: 'TopicParty' });
export type TopicParty = z.infer<typeof topicPartySchema>;

export const topicSchema = z
  .object({ topic: topicNameSchema, publishers: z.array(topicPartySchema), subscribers: z.array(topicPartySchema) })
  .meta({ id: 'Topic' });
export type Topic = z.infer<typeof topicSchema>;

export const topicRowSchema = z
  .object({
    topic: topicNameSchema,
    publishers: z.number().int(),
    subscribers: z.number().int(),
    eventRate: z.number().nullable().meta({ description: 'Events published per second now, of all publishers.' }),
    deadLetters: z.number().int().nullable(),
    seenAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'TopicRow' });
export type TopicRow = z.infer<typeof topicRowSchema>;
