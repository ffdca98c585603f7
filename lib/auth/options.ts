import type { AuthOptions, CookiesOptions } from 'next-auth';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import { env } from '#lib/env.ts';
import { log } from '#lib/log.ts';
import { db } from '#lib/store/db.ts';
import { findUserByEmail, findUserById, type StoredUser } from '#lib/store/user.ts';
import { findAddress } from './address.ts';
import { cookieName, isSecureSite } from './cookie.ts';
import { admitByIssuer, type IssuerProfile } from './oidc.ts';
import { authSecret } from './secret.ts';
import { checkSignIn } from './sign-in.ts';

const sessionSeconds = 30 * 24 * 3600;

/** What next-auth carries from `authorize` into the session cookie. */
interface SignedIn {
  id: string;
  version?: number;
}

const signedIn = (user: StoredUser): SignedIn => ({ id: String(user.id), version: user.sessionVersion });

const credentials = {
  id: 'credentials',
  name: 'E-mail and password',
  type: 'credentials' as const,
  credentials: { email: { label: 'E-mail', type: 'email' }, password: { label: 'Password', type: 'password' } },
  async authorize(given: Record<string, string> | undefined, request: { headers?: Record<string, string> }): Promise<SignedIn | null> {
    const address = findAddress(new Headers(request.headers), env().SIGNALBOX_PROXY_HOPS);
    const user = await checkSignIn(await db(), { email: given?.email, password: given?.password, address });
    return user && signedIn(user);
  },
};

function issuer(): OAuthConfig<IssuerProfile>[] {
  const { SIGNALBOX_OIDC_ISSUER: address, SIGNALBOX_OIDC_CLIENT_ID: clientId, SIGNALBOX_OIDC_CLIENT_SECRET: clientSecret } = env();
  if (!address || !clientId || !clientSecret) return [];
  return [
    {
      id: 'oidc',
      name: env().SIGNALBOX_OIDC_NAME,
      type: 'oauth',
      wellKnown: `${address.replace(/\/$/, '')}/.well-known/openid-configuration`,
      clientId,
      clientSecret,
      idToken: true,
      checks: ['pkce', 'state', 'nonce'],
      authorization: { params: { scope: 'openid email profile' } },
      profile: (profile) => ({ id: profile.sub, name: profile.name ?? null, email: profile.email ?? null }),
    },
  ];
}

function cookies(): Partial<CookiesOptions> {
  const cookie = (part: string, maxAge?: number) => ({
    name: cookieName(part),
    options: { httpOnly: true, sameSite: 'lax' as const, path: '/', secure: isSecureSite(), ...(maxAge === undefined ? {} : { maxAge }) },
  });
  return {
    sessionToken: cookie('session-token'),
    callbackUrl: cookie('callback-url'),
    csrfToken: cookie('csrf-token'),
    pkceCodeVerifier: cookie('pkce.code_verifier', 900),
    state: cookie('state', 900),
    nonce: cookie('nonce', 900),
  };
}

/** next-auth's configuration. The cookie carries a user's id and session version, nothing that could grow old. */
export function authOptions(): AuthOptions {
  return {
    providers: [credentials as unknown as AuthOptions['providers'][number], ...issuer()],
    secret: authSecret(),
    session: { strategy: 'jwt', maxAge: sessionSeconds },
    useSecureCookies: isSecureSite(),
    cookies: cookies(),
    pages: { signIn: '/sign-in', error: '/sign-in' },
    callbacks: {
      async signIn({ account, profile }) {
        if (account?.provider !== 'oidc') return account?.provider === 'credentials';
        return (await admitByIssuer(await db(), profile as IssuerProfile, Date.now())) !== null;
      },
      async jwt({ token, user, account, trigger }) {
        if (trigger !== 'signIn' && trigger !== 'signUp') return { sub: token.sub, version: token.version };
        if (account?.provider !== 'oidc') return { sub: user.id, version: (user as SignedIn).version };
        const known = await findUserByEmail(await db(), (user.email ?? '').toLowerCase());
        return known ? { sub: String(known.id), version: known.sessionVersion } : {};
      },
      async session({ session, token }) {
        const user = token.sub ? await findUserById(await db(), Number(token.sub)) : null;
        const holds = user && !user.disabled && user.sessionVersion === token.version;
        return { ...session, user: holds ? { name: user.name, email: user.email } : undefined };
      },
    },
    logger: {
      error: (code, metadata) => log('auth').warn({ code, err: metadata instanceof Error ? metadata : undefined }, 'next-auth'),
      warn: (code) => log('auth').debug({ code }, 'next-auth'),
      debug: () => undefined,
    },
  };
}
