/** What came of a sign-in: `wrong` e-mail or password, `limited` after too many attempts, `failed` without a verdict. */
export type SignInResult = 'ok' | 'wrong' | 'limited' | 'failed';

async function post(path: string, fields: Record<string, string>): Promise<string | null> {
  const { csrfToken } = (await (await fetch('/api/auth/csrf')).json()) as { csrfToken: string };
  const body = new URLSearchParams({ ...fields, csrfToken, json: 'true' });
  const response = await fetch(`/api/auth/${path}`, { method: 'POST', body });
  const answer = (await response.json()) as { url?: string };
  return answer.url ?? null;
}

/** What next-auth's `?error=` says of a sign-in. */
export function readSignInError(error: string | null): SignInResult {
  if (error === null) return 'ok';
  if (error === 'TooManyAttempts') return 'limited';
  return error === 'CredentialsSignin' ? 'wrong' : 'failed';
}

/** Signs in with e-mail and password; the answer's cookie is the session. */
export async function signIn(email: string, password: string): Promise<SignInResult> {
  const url = await post('callback/credentials', { email, password, callbackUrl: '/' }).catch(() => null);
  return url === null ? 'failed' : readSignInError(new URL(url, window.location.origin).searchParams.get('error'));
}

/** The address of the single sign-on page, which leads back to `next`; null when it cannot be had. */
export function startSingleSignOn(next: string): Promise<string | null> {
  return post('signin/oidc', { callbackUrl: next }).catch(() => null);
}

/** Ends the session of this browser. */
export async function signOut(): Promise<void> {
  await post('signout', { callbackUrl: '/sign-in' });
}
