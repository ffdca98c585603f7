import { AppError } from '#lib/errors.ts';
import { systemActor } from '#lib/model/role.ts';
import { judgeSight } from '#lib/model/wall/sight.ts';
import { misfitsOf, type NewWall, type Wall, type WallFrame, type WallScreen } from '#lib/model/wall.ts';
import { readLease } from '#lib/store/lease.ts';
import { findWall, listWalls } from '#lib/store/wall.ts';
import { listScreens } from '#lib/store/wall-screen.ts';
import { listWallServices } from '#lib/store/wall-service.ts';
import { type QueryContext, requireReader } from './context.ts';
import { readHandover } from './handover.ts';
import { held } from './held.ts';
import { readPanel } from './wall/panels.ts';
import { readProblems } from './wall/problems.ts';

/** Screens that ask within this span are told the same. */
const frameMs = 800;

const handoverHours = 8;
const handoverMs = 20_000;
/** What a panel can show, what stands below a calm wall, and what can be told apart in a ribbon. */
const mostHandover = { rows: 20, below: 5, spans: 60 };

export async function listWallsOf(ctx: QueryContext): Promise<{ walls: Wall[] }> {
  requireReader(ctx);
  return { walls: await listWalls(ctx.db) };
}

async function requireWall(ctx: QueryContext, name: string): Promise<Wall> {
  const wall = await findWall(ctx.db, name);
  if (!wall) throw new AppError('not_found', `There is no wall named ${name}.`);
  return wall;
}

export function readWall(ctx: QueryContext, name: string): Promise<Wall> {
  requireReader(ctx);
  return requireWall(ctx, name);
}

export async function listScreensOf(ctx: QueryContext): Promise<{ screens: WallScreen[] }> {
  requireReader(ctx, 'user');
  return { screens: await listScreens(ctx.db) };
}

/** How a wall is called, null where there is none: told to screens that are not paired yet, too. */
export async function readWallTitle({ db }: Pick<QueryContext, 'db'>, name: string): Promise<string | null> {
  return (await findWall(db, name))?.title ?? null;
}

type Facts = Omit<WallFrame, 'at' | 'build' | 'wall'>;

/** What a wall tells of its services. It reads for itself, whoever asked: a screen may read nothing but this. */
async function readFacts(asking: QueryContext, { scope, pages }: Pick<Wall, 'scope' | 'pages'>): Promise<Facts> {
  const ctx = { ...asking, actor: systemActor };
  const scopeKey = JSON.stringify(scope);
  const [services, lease] = await Promise.all([listWallServices(ctx.db, scope, ctx.nowMs), readLease(ctx.db, 'poller')]);
  const names = new Set(services.map(({ name }) => name));
  const isShown = (name: string) => names.has(name);
  const asked = { hours: handoverHours, isShown, rows: mostHandover.rows, spans: mostHandover.spans };
  const handover = () => held(ctx.db, `handover ${scopeKey}`, { nowMs: ctx.nowMs, forMs: handoverMs }, () => readHandover(ctx, asked));
  const source = { services, isShown, handover };
  const readPage = (page: Wall['pages'][number]) =>
    page.kind === 'auto' ? [] : Promise.all(page.panels.map((panel) => readPanel(ctx, panel, source, scopeKey)));
  const [problems, shift, panels] = await Promise.all([readProblems(ctx, isShown), handover(), Promise.all(pages.map(readPage))]);
  return {
    sight: judgeSight(services, lease !== null && !lease.expired),
    ...problems,
    handover: { ...shift, rows: shift.rows.slice(0, mostHandover.below) },
    panels,
  };
}

async function toFrame(ctx: QueryContext, wall: Wall, build: string): Promise<WallFrame> {
  const key = `facts ${JSON.stringify([wall.scope, wall.pages])}`;
  const facts = await held(ctx.db, key, { nowMs: ctx.nowMs, forMs: frameMs }, () => readFacts(ctx, wall));
  return { at: new Date(ctx.nowMs).toISOString(), build, wall, ...facts };
}

/** Everything that a wall shows now. A screen is told of its own wall only. */
export async function readWallFrame(ctx: QueryContext, name: string, build: string): Promise<WallFrame> {
  requireReader(ctx, 'screen');
  if (ctx.actor.role === 'screen' && ctx.actor.wall !== name) throw new AppError('forbidden', 'This screen is paired with another wall.');
  return toFrame(ctx, await requireWall(ctx, name), build);
}

/** What a wall would show that is not kept yet, and what of it could not be read. */
export async function previewWall(ctx: QueryContext, draft: NewWall, build: string) {
  requireReader(ctx, 'user');
  const wall: Wall = { ...draft, readyMade: false, updatedAt: null };
  return { misfits: misfitsOf(wall), frame: await toFrame(ctx, wall, build) };
}
