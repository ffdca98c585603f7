import { afterEach, expect, it, vi } from 'vitest';
import { readSignInError, signIn, startSingleSignOn } from './session.ts';

afterEach(() => vi.unstubAllGlobals());

function answerWith(answer: unknown) {
  const sent: { path: string; body: string }[] = [];
  vi.stubGlobal('window', { location: { origin: 'http://signalbox.test' } });
  vi.stubGlobal('fetch', async (path: string, init?: { body: URLSearchParams }) => {
    sent.push({ path, body: String(init?.body ?? '') });
    return Response.json(path.endsWith('/csrf') ? { csrfToken: 'c' } : answer);
  });
  return sent;
}

it.each([
  [null, 'ok'],
  ['CredentialsSignin', 'wrong'],
  ['TooManyAttempts', 'limited'],
  ['Configuration', 'failed'],
])('reads %j as %s', (error, result) => expect(readSignInError(error)).toBe(result));

it('sends the credentials with the csrf token', async () => {
  const sent = answerWith({ url: 'http://signalbox.test/' });
  expect(await signIn('ana@example.com', 'p&q')).toBe('ok');
  expect(sent.at(-1)).toEqual({
    path: '/api/auth/callback/credentials',
    body: 'email=ana%40example.com&password=p%26q&callbackUrl=%2F&csrfToken=c&json=true',
  });
});

it('a refusal is no success, though the request answered', async () => {
  answerWith({ url: 'http://signalbox.test/sign-in?error=CredentialsSignin' });
  expect(await signIn('ana@example.com', 'wrong')).toBe('wrong');
});

it('an answer without an address is a failure', async () => {
  answerWith({});
  expect(await signIn('ana@example.com', 'right')).toBe('failed');
  expect(await startSingleSignOn('/services')).toBeNull();
});
