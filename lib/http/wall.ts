import { screenCookies } from '#lib/auth/screen.ts';
import { beginScreen, changeWall, claimScreen, createWall, pairScreen, removeScreen, removeWall } from '#lib/command/wall.ts';
import { listScreensOf, listWallsOf, previewWall, readWall, readWallFrame } from '#lib/query/wall.ts';
import { os } from './authorise.ts';
import { build } from './build.ts';
import { asked } from './context.ts';
import { createLimiter } from './limit.ts';

/** Guesses of codes, per person; and codes asked for, per address. */
const spendGuess = createLimiter(10);
const spendCode = createLimiter(20);

export const wall = {
  list: os.wall.list.handler(({ context }) => listWallsOf(asked(context))),
  create: os.wall.create.handler(({ context, input }) => createWall(asked(context), input)),
  preview: os.wall.preview.handler(({ context, input }) => previewWall(asked(context), input, build())),
  read: os.wall.read.handler(({ context, input }) => readWall(asked(context), input.wall)),
  change: os.wall.change.handler(({ context, input }) => changeWall(asked(context), input)),
  remove: os.wall.remove.handler(({ context, input }) => removeWall(asked(context), input.wall)),
  frame: os.wall.frame.handler(({ context, input }) => readWallFrame(asked(context), input.wall, build())),
};

export const screen = {
  list: os.screen.list.handler(({ context }) => listScreensOf(asked(context))),
  pair: os.screen.pair.handler(async ({ context, input }) => {
    await spendGuess(`${asked(context).actor.userId ?? asked(context).actor.name}`);
    return pairScreen(asked(context), input);
  }),
  remove: os.screen.remove.handler(async ({ context, input }) => {
    await removeScreen(asked(context), input.id);
  }),
  begin: os.screen.begin.handler(async ({ context, input }) => {
    await spendCode(context.address ?? 'unknown');
    return beginScreen(context, input.wall);
  }),
  claim: os.screen.claim.handler(async ({ context, input }) => {
    const claimed = await claimScreen(context, input);
    if (claimed.state === 'paired' && context.outcome) context.outcome.cookies = screenCookies(claimed.screen.wall, claimed.token);
    return { state: claimed.state };
  }),
};
