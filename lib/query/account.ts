import type { AuditLine, Token, User } from '#lib/model/account.ts';
import { type Pagination, paginate } from '#lib/model/page.ts';
import { listAudit } from '#lib/store/audit.ts';
import { listGroups } from '#lib/store/group.ts';
import { listTokens } from '#lib/store/token.ts';
import { listUsers } from '#lib/store/user.ts';
import { type QueryContext, requireReader } from './context.ts';

interface Page {
  page: number;
  limit: number;
}

export async function listUsersPage(
  ctx: QueryContext,
  { q, page, limit }: Page & { q?: string },
): Promise<{ users: User[]; pagination: Pagination }> {
  requireReader(ctx, 'admin');
  const { users, total } = await listUsers(ctx.db, { q, page, limit });
  return { users, pagination: paginate(page, limit, total) };
}

/** Admins see every token, others their own. */
export async function listTokensPage(ctx: QueryContext, { page, limit }: Page): Promise<{ tokens: Token[]; pagination: Pagination }> {
  requireReader(ctx, 'user');
  const owner = ctx.actor.role === 'admin' ? undefined : { userId: ctx.actor.userId };
  const { tokens, total } = await listTokens(ctx.db, { owner, page, limit });
  return { tokens, pagination: paginate(page, limit, total) };
}

export async function listAuditPage(
  ctx: QueryContext,
  { q, page, limit }: Page & { q?: string },
): Promise<{ lines: AuditLine[]; pagination: Pagination }> {
  requireReader(ctx, 'admin');
  const { lines, total } = await listAudit(ctx.db, { q, page, limit });
  return { lines, pagination: paginate(page, limit, total) };
}

export function listGroupsOf(ctx: QueryContext, kind: 'team' | 'domain' | 'system') {
  requireReader(ctx);
  return listGroups(ctx.db, kind);
}
