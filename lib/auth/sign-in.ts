import { RateLimiterMemory } from 'rate-limiter-flexible';
import { log } from '#lib/log.ts';
import { emailSchema } from '#lib/model/account.ts';
import type { PrismaClient } from '#lib/store/db.ts';
import { verifyPassword } from '#lib/store/password.ts';
import { findUserByEmail, type StoredUser } from '#lib/store/user.ts';

const windowSeconds = 15 * 60;

/** The message that the sign-in page is shown as `?error=`. */
const tooManyAttempts = 'TooManyAttempts';

export class TooManyAttempts extends Error {
  override name = 'TooManyAttempts';
  override message = tooManyAttempts;
}

export interface SignIn {
  email: unknown;
  password: unknown;
  address: string | null;
}

/**
 * Checks passwords, within limits: after 5 failures for one account or 20 from one address within 15 minutes, nothing
 * is checked for 15 minutes. An attempt counts before it is checked, so that many at once do not slip through.
 */
export function createSignInDesk(limits = { perAccount: 5, perAddress: 20 }) {
  const limiter = (points: number) => new RateLimiterMemory({ points, duration: windowSeconds, blockDuration: windowSeconds });
  const accounts = limiter(limits.perAccount);
  const addresses = limiter(limits.perAddress);

  const count = async (account: string, address: string) => {
    try {
      await addresses.consume(address);
      await accounts.consume(account);
    } catch (error) {
      log('auth').warn({ address }, 'sign-in refused: too many attempts');
      throw error instanceof Error ? error : new TooManyAttempts();
    }
  };

  /** The user whose password it is; null when it is nobody's. Unknown accounts cost as much as known ones. */
  return async function checkSignIn(db: PrismaClient, signIn: SignIn): Promise<StoredUser | null> {
    const email = emailSchema.safeParse(signIn.email);
    const password = typeof signIn.password === 'string' ? signIn.password.slice(0, 1024) : '';
    const account = email.success ? email.data : '';
    const address = signIn.address ?? 'unknown';
    await count(account, address);
    const user = account === '' ? null : await findUserByEmail(db, account);
    const holds = await verifyPassword(password, user?.passwordHash ?? null);
    if (!user || !holds || user.disabled) {
      log('auth').info({ address }, 'sign-in failed');
      return null;
    }
    await Promise.all([accounts.delete(account), addresses.reward(address)]);
    return user;
  };
}

export const checkSignIn = createSignInDesk();
