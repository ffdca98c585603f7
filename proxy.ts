import { type NextRequest, NextResponse } from 'next/server';
import { isSecureSite, sessionCookieName } from '#lib/auth/cookie.ts';
import { env } from '#lib/env.ts';
import { contentSecurityPolicy } from '#lib/http/security-policy.ts';

/** Pages for people who are not signed in. */
const openPages = new Set(['/sign-in', '/setup']);
/** A wall's page admits screens by a cookie of their own, and shows a code to those that have none. */
const wallPages = /^\/wall\/[^/]+$/;

const isOpen = (path: string) => openPages.has(path) || wallPages.test(path);

/** Nonce and policy for every page; whoever has no session cookie at all is led to sign in. Never authorises anything. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const secure = isSecureSite();
  const policy = contentSecurityPolicy({ nonce, secure, development: env().NODE_ENV === 'development' });
  const response =
    isOpen(request.nextUrl.pathname) || request.cookies.has(sessionCookieName()) ? pass(request, nonce, policy) : leadToSignIn(request);
  response.headers.set('content-security-policy', policy);
  if (secure) response.headers.set('strict-transport-security', 'max-age=31536000');
  return response;
}

function pass(request: NextRequest, nonce: string, policy: string): NextResponse {
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('cache-control', 'private, no-store');
  return response;
}

function leadToSignIn({ nextUrl }: NextRequest): NextResponse {
  const target = nextUrl.clone();
  target.pathname = '/sign-in';
  target.search =
    nextUrl.pathname === '/' && nextUrl.search === '' ? '' : new URLSearchParams({ next: `${nextUrl.pathname}${nextUrl.search}` }).toString();
  return NextResponse.redirect(target);
}

export const config = {
  matcher: ['/((?!api/|api$|badge/|_next/|healthz$|readyz$|metrics$|.*\\.(?:ico|png|svg|txt|webmanifest|css|js|map|woff2)$).*)'],
};
