import { AppError, validationError } from '#lib/errors.ts';
import { publish } from '#lib/live/publish.ts';
import { readPairingCode } from '#lib/model/wall/pairing.ts';
import { misfitsOf, type NewWall, readyMadeWall, type Wall, type WallPatch, type WallScreen } from '#lib/model/wall.ts';
import { type Db, inTransaction } from '#lib/store/db.ts';
import { deleteWall, findWall, keepWall } from '#lib/store/wall.ts';
import { approvePairing, beginPairing, type Claimed, claimPairing, deleteScreen, findScreen, type Pairing } from '#lib/store/wall-screen.ts';
import { audit, type CommandContext, requireRole } from './context.ts';

const pathOf = (page: number, panel: number | null) => (panel === null ? `pages.${page}` : `pages.${page}.panels.${panel}`);

/** Walls are for the back row: what cannot be read from there is refused. */
function refuseIllegible(wall: NewWall): void {
  const misfits = misfitsOf(wall);
  if (misfits.length > 0) throw validationError(misfits.map(({ page, panel, message }) => ({ path: pathOf(page, panel), message })));
}

const tell = (tx: Db, ctx: CommandContext, wall: string) =>
  publish(tx, [{ kind: 'wall.changed', subject: null, data: { wall, by: ctx.actor.name } }], ctx.nowMs);

const byOf = ({ actor }: CommandContext) => actor.email ?? actor.name;

export async function createWall(ctx: CommandContext, wall: NewWall): Promise<Wall> {
  requireRole(ctx, 'user');
  refuseIllegible(wall);
  return inTransaction(ctx.db, async (tx) => {
    if (await findWall(tx, wall.name)) throw new AppError('name_taken', `There is a wall named ${wall.name} already.`);
    const kept = await keepWall(tx, wall, byOf(ctx), ctx.nowMs);
    await audit(tx, ctx, 'wall.created', wall.name, null, { ...wall });
    await tell(tx, ctx, wall.name);
    return kept;
  });
}

async function requireWall(tx: Db, name: string): Promise<Wall> {
  const wall = await findWall(tx, name);
  if (!wall) throw new AppError('not_found', `There is no wall named ${name}.`);
  return wall;
}

export async function changeWall(ctx: CommandContext, { wall: name, ...patch }: WallPatch & { wall: string }): Promise<Wall> {
  requireRole(ctx, 'user');
  return inTransaction(ctx.db, async (tx) => {
    const { readyMade: _made, updatedAt: _at, ...before } = await requireWall(tx, name);
    const after: NewWall = { ...before, ...patch };
    refuseIllegible(after);
    const kept = await keepWall(tx, after, byOf(ctx), ctx.nowMs);
    await audit(tx, ctx, 'wall.changed', name, { ...before }, { ...after });
    await tell(tx, ctx, name);
    return kept;
  });
}

/** Removes a wall with the tokens of its screens; of the ready-made one only what was changed of it. */
export async function removeWall(ctx: CommandContext, name: string): Promise<void> {
  requireRole(ctx, 'user');
  await inTransaction(ctx.db, async (tx) => {
    const wall = await requireWall(tx, name);
    if (wall.readyMade) throw new AppError('conflict', `The wall ${readyMadeWall.name} is ready-made and stays.`);
    const screens = await deleteWall(tx, name);
    await audit(tx, ctx, 'wall.removed', name, { title: wall.title, screens }, null);
    await tell(tx, ctx, name);
  });
}

/** Whom anybody may be: a screen that nobody has paired yet asks. */
type Stranger = Pick<CommandContext, 'db' | 'nowMs'>;

export async function beginScreen({ db, nowMs }: Stranger, wall: string): Promise<Pairing> {
  await requireWall(db, wall);
  const pairing = await beginPairing(db, wall, nowMs);
  if (!pairing) throw new AppError('unavailable', 'Too many screens wait to be paired.', { retryAfterSeconds: 60 });
  return pairing;
}

export function claimScreen({ db, nowMs }: Stranger, { wall, claim }: { wall: string; claim: string }): Promise<Claimed> {
  return inTransaction(db, (tx) => claimPairing(tx, claim, wall, nowMs));
}

const refusals = {
  unknown: 'No screen shows this code now. Read it again from the screen.',
  expired: 'This code has run out. The screen shows another one by now.',
  used: 'This code was used already. A code works once.',
};

/** Lets the screen that shows a code have its wall. */
export async function pairScreen(ctx: CommandContext, input: { code: string; name: string }): Promise<{ wall: string }> {
  requireRole(ctx, 'user');
  const code = readPairingCode(input.code);
  if (code === null) throw validationError([{ path: 'code', message: 'is not such a code: it has 8 letters and digits, like ACDE-3467' }]);
  return inTransaction(ctx.db, async (tx) => {
    const approved = await approvePairing(tx, { code, name: input.name, by: byOf(ctx) }, ctx.nowMs);
    if (typeof approved === 'string') throw validationError([{ path: 'code', message: refusals[approved] }]);
    await audit(tx, ctx, 'screen.paired', approved.wall, null, { screen: input.name });
    await tell(tx, ctx, approved.wall);
    return approved;
  });
}

/** Takes a screen's token away; the screen asks to be paired again by itself. */
export async function removeScreen(ctx: CommandContext, id: string): Promise<WallScreen> {
  requireRole(ctx, 'user');
  return inTransaction(ctx.db, async (tx) => {
    const screen = await findScreen(tx, id);
    if (!screen) throw new AppError('not_found', 'There is no such screen.');
    await deleteScreen(tx, id);
    await audit(tx, ctx, 'screen.removed', screen.wall, { screen: screen.name }, null);
    await tell(tx, ctx, screen.wall);
    return screen;
  });
}
