import { z } from 'zod';
import {
  auditLineSchema,
  emailSchema,
  newTokenSchema,
  newUserSchema,
  passwordSchema,
  sessionSchema,
  tokenSchema,
  userPatchSchema,
  userSchema,
} from '#lib/model/account.ts';
import { pageInput, paginationSchema } from '#lib/model/page.ts';
import { nothing, operationFor } from './base.ts';

const byId = z.object({ id: z.coerce.number().int() });

export const user = {
  list: operationFor('admin')
    .route({ method: 'GET', path: '/users', tags: ['users'], operationId: 'listUsers', summary: 'List users' })
    .input(z.object({ ...pageInput, q: z.string().max(200).optional() }))
    .output(z.object({ users: z.array(userSchema), pagination: paginationSchema })),
  create: operationFor('admin')
    .route({ method: 'POST', path: '/users', tags: ['users'], operationId: 'createUser', summary: 'Create a user', successStatus: 201 })
    .input(newUserSchema)
    .output(userSchema),
  change: operationFor('admin')
    .route({
      method: 'PATCH',
      path: '/users/{id}',
      tags: ['users'],
      operationId: 'changeUser',
      summary: "Change a user's role, teams, name or password",
    })
    .input(userPatchSchema.extend(byId.shape))
    .output(userSchema),
  remove: operationFor('admin')
    .route({ method: 'DELETE', path: '/users/{id}', tags: ['users'], operationId: 'removeUser', summary: 'Remove a user', successStatus: 204 })
    .input(byId)
    .output(nothing),
};

export const token = {
  list: operationFor('user')
    .route({
      method: 'GET',
      path: '/tokens',
      tags: ['tokens'],
      operationId: 'listTokens',
      summary: 'List API tokens',
      description: 'Admins see all, users their own.',
    })
    .input(z.object(pageInput))
    .output(z.object({ tokens: z.array(tokenSchema), pagination: paginationSchema })),
  create: operationFor('user')
    .route({
      method: 'POST',
      path: '/tokens',
      tags: ['tokens'],
      operationId: 'createToken',
      summary: 'Create an API token',
      description: 'The token is in the answer and is never shown again.',
      successStatus: 201,
    })
    .input(newTokenSchema)
    .output(tokenSchema.extend({ token: z.string() })),
  remove: operationFor('user')
    .route({
      method: 'DELETE',
      path: '/tokens/{id}',
      tags: ['tokens'],
      operationId: 'removeToken',
      summary: 'Revoke an API token',
      successStatus: 204,
    })
    .input(z.object({ id: z.string().max(64) }))
    .output(nothing),
};

export const audit = {
  list: operationFor('admin')
    .route({ method: 'GET', path: '/audit', tags: ['audit'], operationId: 'listAudit', summary: 'Who changed what, newest first' })
    .input(z.object({ ...pageInput, q: z.string().max(200).optional() }))
    .output(z.object({ lines: z.array(auditLineSchema), pagination: paginationSchema })),
};

export const session = {
  read: operationFor('guest')
    .route({ method: 'GET', path: '/session', tags: ['session'], operationId: 'getSession', summary: 'Who am I' })
    .output(sessionSchema),
  changePassword: operationFor('guest')
    .route({
      method: 'PUT',
      path: '/session/password',
      tags: ['session'],
      operationId: 'changePassword',
      summary: 'Change my password',
      description: 'Ends every session of the user, this one too.',
      successStatus: 204,
    })
    .input(z.strictObject({ current: z.string().max(256), next: passwordSchema }))
    .output(nothing),
  setUp: operationFor('public')
    .route({
      method: 'POST',
      path: '/setup',
      tags: ['session'],
      operationId: 'setUp',
      summary: 'Create the first admin with the one-time set-up link',
      successStatus: 201,
    })
    .input(z.strictObject({ secret: z.string().max(200), email: emailSchema, name: z.string().trim().min(1).max(100), password: passwordSchema }))
    .output(userSchema),
};

const groupSchema = z.object({ name: z.string(), displayName: z.string(), services: z.number().int() });

/** The names that a registration may refer to. */
export const group = {
  teams: operationFor('guest')
    .route({ method: 'GET', path: '/teams', tags: ['services'], operationId: 'listTeams', summary: 'List teams' })
    .output(z.object({ teams: z.array(groupSchema) })),
  domains: operationFor('guest')
    .route({ method: 'GET', path: '/domains', tags: ['services'], operationId: 'listDomains', summary: 'List domains' })
    .output(z.object({ domains: z.array(groupSchema) })),
  systems: operationFor('guest')
    .route({ method: 'GET', path: '/systems', tags: ['services'], operationId: 'listSystems', summary: 'List systems' })
    .output(z.object({ systems: z.array(groupSchema) })),
};
