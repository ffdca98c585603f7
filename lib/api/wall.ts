import { z } from 'zod';
import { slugSchema } from '#lib/model/service.ts';
import { newWallSchema, wallFrameSchema, wallPatchSchema, wallSchema, wallScreenSchema } from '#lib/model/wall.ts';
import { nothing, operationFor } from './base.ts';

const tags = ['walls'];
const byWall = z.strictObject({ wall: slugSchema });

export const wall = {
  list: operationFor('guest')
    .route({ method: 'GET', path: '/walls', tags, operationId: 'listWalls', summary: 'List walls, the ready-made one first' })
    .output(z.object({ walls: z.array(wallSchema) })),
  create: operationFor('user')
    .route({
      ...{ method: 'POST', path: '/walls', tags, operationId: 'createWall', summary: 'Make a wall', successStatus: 201 },
      description: 'Refused with the reason where something could not be read from the farthest seat.',
    })
    .input(newWallSchema)
    .output(wallSchema),
  preview: operationFor('user')
    .route({ method: 'POST', path: '/walls/preview', tags, operationId: 'previewWall', summary: 'What a wall would show, without keeping it' })
    .input(newWallSchema)
    .output(
      z.object({
        misfits: z
          .array(z.object({ page: z.number().int(), panel: z.number().int().nullable(), message: z.string() }))
          .meta({ description: 'What could not be read from the farthest seat.' }),
        frame: wallFrameSchema,
      }),
    ),
  read: operationFor('guest')
    .route({ method: 'GET', path: '/walls/{wall}', tags, operationId: 'getWall', summary: 'Read a wall' })
    .input(byWall)
    .output(wallSchema),
  change: operationFor('user')
    .route({ method: 'PATCH', path: '/walls/{wall}', tags, operationId: 'changeWall', summary: 'Change a wall' })
    .input(wallPatchSchema.extend(byWall.shape))
    .output(wallSchema),
  remove: operationFor('user')
    .route({
      ...{ method: 'DELETE', path: '/walls/{wall}', tags, operationId: 'removeWall', successStatus: 204 },
      summary: 'Remove a wall with the tokens of its screens',
    })
    .input(byWall)
    .output(nothing),
  frame: operationFor('screen')
    .route({
      ...{ method: 'GET', path: '/walls/{wall}/frame', tags, operationId: 'getWallFrame', summary: 'Everything that a wall shows now' },
      description: 'All that the token of a screen may ask for, and only for its own wall.',
    })
    .input(byWall)
    .output(wallFrameSchema),
};

const screenTags = ['screens'];

export const screen = {
  list: operationFor('user')
    .route({ method: 'GET', path: '/screens', tags: screenTags, operationId: 'listScreens', summary: 'List paired screens' })
    .output(z.object({ screens: z.array(wallScreenSchema) })),
  pair: operationFor('user')
    .route({
      ...{ method: 'POST', path: '/screens', tags: screenTags, operationId: 'pairScreen', summary: 'Let the screen that shows a code have its wall' },
      description: 'A code lives 10 minutes and works once.',
    })
    .input(z.strictObject({ code: z.string().max(40), name: z.string().trim().min(1).max(60) }))
    .output(z.object({ wall: z.string() })),
  remove: operationFor('user')
    .route({
      method: 'DELETE',
      path: '/screens/{id}',
      tags: screenTags,
      operationId: 'removeScreen',
      summary: "Revoke a screen's token",
      successStatus: 204,
    })
    .input(z.object({ id: z.string().max(64) }))
    .output(nothing),
  begin: operationFor('public')
    .route({
      ...{ method: 'POST', path: '/walls/{wall}/pairing', tags: screenTags, operationId: 'beginPairing' },
      summary: 'Ask for a code, as a screen that is not paired',
    })
    .input(byWall)
    .output(
      z.object({
        code: z.string(),
        claim: z.string().meta({ description: 'What the screen shows later to claim its token.' }),
        expiresAt: z.iso.datetime(),
      }),
    ),
  claim: operationFor('public')
    .route({
      ...{ method: 'POST', path: '/walls/{wall}/pairing/claim', tags: screenTags, operationId: 'claimPairing' },
      ...{ summary: 'Whether the code was entered', description: 'Once it was, the answer sets the cookie that is the token of the screen.' },
    })
    .input(byWall.extend({ claim: z.string().max(200) }))
    .output(z.object({ state: z.enum(['waiting', 'expired', 'paired']) })),
};
