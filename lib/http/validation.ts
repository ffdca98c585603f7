import { badgePathOf } from '#lib/auth/badge.ts';
import { showLadder } from '#lib/command/ladder.ts';
import { readDrift } from '#lib/query/drift.ts';
import { os } from './authorise.ts';
import { asked } from './context.ts';

export const validation = {
  ladder: os.validation.ladder.handler(async ({ context, input }) => ({
    ...(await showLadder(asked(context), input.name)),
    badgePath: badgePathOf(input.name),
  })),
  drift: os.validation.drift.handler(({ context, input }) => readDrift(asked(context), input.name)),
};
