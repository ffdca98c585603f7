import { createHash } from 'node:crypto';
import { isBadgeKey } from '#lib/auth/badge.ts';
import { type BadgeState, drawBadge } from '#lib/model/ladder/badge.ts';
import { slugSchema } from '#lib/model/service.ts';
import { readHeldLevel } from '#lib/query/ladder.ts';

const type = {
  'content-type': 'image/svg+xml; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  // Shown on pages of others: a README, a wiki.
  'cross-origin-resource-policy': 'cross-origin',
};
const cached = 'public, max-age=300';

/** A wrong key, no key and a service that is not there look the same. */
async function findState(file: string, key: string | null): Promise<BadgeState> {
  const name = slugSchema.safeParse(file.replace(/\.svg$/, ''));
  if (!name.success || !file.endsWith('.svg') || key === null || !isBadgeKey(name.data, key)) return { kind: 'missing' };
  const held = await readHeldLevel(name.data);
  if (!held) return { kind: 'missing' };
  return held.isJudged ? { kind: 'judged', level: held.level } : { kind: 'unjudged' };
}

/** The level of a service as a picture, for whoever has its key: nobody signs in to see it. */
export async function answerBadge(request: Request, file: string): Promise<Response> {
  const state = await findState(file, new URL(request.url).searchParams.get('key'));
  const svg = drawBadge(state);
  if (state.kind === 'missing') return new Response(svg, { status: 404, headers: { ...type, 'cache-control': 'no-store' } });
  const etag = `"${createHash('sha256').update(svg).digest('base64url').slice(0, 22)}"`;
  const headers = { ...type, 'cache-control': cached, etag };
  const known = (request.headers.get('if-none-match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return known.includes(etag) || known.includes('*') ? new Response(null, { status: 304, headers }) : new Response(svg, { headers });
}
