import { log } from '#lib/log.ts';
import { emailSchema } from '#lib/model/account.ts';
import { insertAudit } from '#lib/store/audit.ts';
import { inTransaction, type PrismaClient } from '#lib/store/db.ts';
import { findUserByEmail, insertUser, type StoredUser } from '#lib/store/user.ts';

/** What an OpenID Connect issuer says of somebody. */
export interface IssuerProfile {
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
}

/**
 * The user whom the issuer vouches for. Only a verified address counts, since it decides whose account this is.
 * Somebody new becomes a guest; an admin gives them more.
 */
export async function admitByIssuer(db: PrismaClient, profile: IssuerProfile, nowMs: number): Promise<StoredUser | null> {
  const email = emailSchema.safeParse(profile.email);
  if (!email.success || profile.email_verified !== true) {
    log('auth').warn({ subject: profile.sub }, 'single sign-on refused: the issuer does not vouch for the e-mail address');
    return null;
  }
  return inTransaction(db, async (tx) => {
    const known = await findUserByEmail(tx, email.data);
    if (known) return known.disabled ? null : known;
    const name = (profile.name ?? '').trim().slice(0, 100) || email.data;
    await insertUser(tx, { email: email.data, name, role: 'guest', teams: [], passwordHash: null }, nowMs);
    const after = { name, role: 'guest', by: 'single sign-on' };
    await insertAudit(tx, {
      atMs: nowMs,
      actor: email.data,
      address: null,
      action: 'user.created',
      subject: email.data,
      before: null,
      after,
      correlationId: null,
    });
    return findUserByEmail(tx, email.data);
  });
}
