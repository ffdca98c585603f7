import { z } from 'zod';
import { roleSchema } from './role.ts';
import { slugSchema } from './service.ts';

const instant = z.iso.datetime();

export const emailSchema = z
  .email('must be an e-mail address')
  .max(254)
  .transform((text) => text.toLowerCase());
export const passwordSchema = z.string().min(8, 'must have 8 or more characters').max(256);

export const userSchema = z
  .object({
    id: z.number().int(),
    email: z.string(),
    name: z.string(),
    role: roleSchema,
    teams: z.array(z.string()),
    disabled: z.boolean(),
    lastSeenAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof userSchema>;

export const newUserSchema = z.strictObject({
  email: emailSchema,
  name: z.string().trim().min(1).max(100),
  password: passwordSchema,
  role: roleSchema.default('guest'),
  teams: z.array(slugSchema).max(50).default([]),
});
export type NewUser = z.infer<typeof newUserSchema>;

export const userPatchSchema = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  password: passwordSchema.optional(),
  role: roleSchema.optional(),
  teams: z.array(slugSchema).max(50).optional(),
  disabled: z.boolean().optional(),
});
export type UserPatch = z.infer<typeof userPatchSchema>;

export const tokenSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    role: roleSchema,
    createdBy: z.string(),
    createdAt: instant,
    expiresAt: instant.nullable(),
    lastUsedAt: instant.nullable(),
  })
  .meta({ id: 'Token' });
export type Token = z.infer<typeof tokenSchema>;

export const newTokenSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  role: roleSchema.default('guest').meta({ description: 'At most the role of whoever makes it.' }),
  expiresInDays: z.number().int().min(1).max(3650).nullable().default(90),
});
export type NewToken = z.infer<typeof newTokenSchema>;

export const auditLineSchema = z
  .object({
    id: z.number().int(),
    at: instant,
    actor: z.string(),
    address: z.string().nullable(),
    action: z.string(),
    subject: z.string(),
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()).nullable(),
    correlationId: z.string().nullable(),
  })
  .meta({ id: 'AuditLine' });
export type AuditLine = z.infer<typeof auditLineSchema>;

export const sessionSchema = z
  .object({ name: z.string(), email: z.string().nullable(), role: roleSchema, teams: z.array(z.string()), kind: z.enum(['user', 'token', 'system']) })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof sessionSchema>;
