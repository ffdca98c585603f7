import { copyFileSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, inject, test } from 'vitest';
import { db, type PrismaClient } from '#lib/store/db.ts';
import { hashPassword } from '#lib/store/password.ts';
import { findUserByEmail, insertUser, updateUser } from '#lib/store/user.ts';
import { findActor } from './actor.ts';
import { peerHeader } from './address.ts';
import { answerAuth } from './handler.ts';
import { admitByIssuer } from './oidc.ts';
import { createSignInDesk, TooManyAttempts } from './sign-in.ts';

const folder = mkdtempSync(join(inject('testbed').folder, 'auth-'));
copyFileSync(join(inject('testbed').folder, 'base.db'), join(folder, 'signalbox.db'));
Object.assign(process.env, { SIGNALBOX_DATA_DIR: folder, DATABASE_URL: `file:${join(folder, 'signalbox.db')}` });

const site = 'http://signalbox.test';
const password = 'correct horse battery';
const passwordHash = hashPassword(password);
let store: PrismaClient;

const enrol = async (email: string) =>
  insertUser(store, { email, name: email, role: 'user', teams: [], passwordHash: await passwordHash }, Date.now());

beforeAll(async () => {
  store = await db();
});

/** A browser that signs in. */
async function signIn(email: string, secret: string, address = '192.0.2.1') {
  const headers = { host: 'signalbox.test', [peerHeader]: address };
  const csrf = await answerAuth(new Request(`${site}/api/auth/csrf`, { headers }));
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const cookie = csrf.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const body = new URLSearchParams({ csrfToken, email, password: secret, json: 'true', callbackUrl: '/' });
  const response = await answerAuth(new Request(`${site}/api/auth/callback/credentials`, { method: 'POST', headers: { ...headers, cookie }, body }));
  const session = response.headers.getSetCookie().find((each) => each.startsWith('next-auth.session-token='));
  return { status: response.status, url: ((await response.json()) as { url: string }).url, session };
}

test('the right password gives a session that names the user', async () => {
  await enrol('ana@example.com');
  const { status, url, session } = await signIn('Ana@Example.com', password);
  expect([status, url]).toEqual([200, `${site}/`]);
  expect(session).toContain('HttpOnly');
  expect(session).toContain('SameSite=Lax');
  const headers = new Headers({ cookie: session?.split(';')[0] ?? '' });
  expect(await findActor({ headers, nowMs: Date.now(), db: store })).toMatchObject({ kind: 'user', email: 'ana@example.com', role: 'user' });
});

test('a wrong password gives 401 and no session', async () => {
  await enrol('ben@example.com');
  const { status, url, session } = await signIn('ben@example.com', 'wrong password');
  expect(status).toBe(401);
  expect(new URL(url).searchParams.get('error')).toBe('CredentialsSignin');
  expect(session).toBeUndefined();
});

test('without the csrf token of the page nobody is signed in', async () => {
  const body = new URLSearchParams({ email: 'ana@example.com', password, json: 'true' });
  const response = await answerAuth(
    new Request(`${site}/api/auth/callback/credentials`, { method: 'POST', headers: { host: 'signalbox.test' }, body }),
  );
  expect(response.headers.getSetCookie().some((each) => each.startsWith('next-auth.session-token='))).toBe(false);
});

test('a changed role or password, and a lock, end the session', async () => {
  const { id } = await enrol('cleo@example.com');
  const { session } = await signIn('cleo@example.com', password);
  const asking = () => findActor({ headers: new Headers({ cookie: session?.split(';')[0] ?? '' }), nowMs: Date.now(), db: store });
  expect(await asking()).not.toBeNull();
  await updateUser(store, id, { role: 'guest' }, Date.now());
  expect(await asking()).toBeNull();
});

test('a cookie that is not ours means nobody', async () => {
  for (const cookie of ['next-auth.session-token=x', 'next-auth.session-token=', 'other=1']) {
    expect(await findActor({ headers: new Headers({ cookie }), nowMs: Date.now(), db: store })).toBeNull();
  }
});

test('after five failures an account is not even checked, and others are', async () => {
  await enrol('dora@example.com');
  await enrol('emil@example.com');
  for (let n = 1; n <= 5; n++) expect((await signIn('dora@example.com', 'wrong', `198.51.100.${n}`)).status).toBe(401);
  const refused = await signIn('dora@example.com', password, '198.51.100.99');
  expect(refused.session).toBeUndefined();
  expect(new URL(refused.url).searchParams.get('error')).toBe('TooManyAttempts');
  expect((await signIn('emil@example.com', password, '198.51.100.99')).status).toBe(200);
});

test('many attempts at once do not slip through', async () => {
  const check = createSignInDesk({ perAccount: 5, perAddress: 20 });
  const attempts = Array.from({ length: 12 }, (_, n) => check(store, { email: 'fred@example.com', password: 'wrong', address: `203.0.113.${n}` }));
  const results = await Promise.allSettled(attempts);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
});

test('an address that fails too often is refused for every account', async () => {
  const check = createSignInDesk({ perAccount: 100, perAddress: 3 });
  for (let n = 0; n < 3; n++) expect(await check(store, { email: `nobody${n}@example.com`, password: 'wrong', address: '203.0.113.200' })).toBeNull();
  await expect(check(store, { email: 'ana@example.com', password, address: '203.0.113.200' })).rejects.toThrow(TooManyAttempts);
  expect(await check(store, { email: 'ana@example.com', password, address: '203.0.113.201' })).not.toBeNull();
});

test('a success does not count against the address', async () => {
  const check = createSignInDesk({ perAccount: 2, perAddress: 2 });
  for (let n = 0; n < 6; n++) expect(await check(store, { email: 'ana@example.com', password, address: '203.0.113.210' })).not.toBeNull();
});

test('the issuer admits somebody new as a guest, by a verified address alone', async () => {
  const profile = { sub: '1', email: 'Gina@Example.com', name: 'Gina' };
  expect(await admitByIssuer(store, profile, Date.now())).toBeNull();
  expect(await findUserByEmail(store, 'gina@example.com')).toBeNull();
  expect(await admitByIssuer(store, { ...profile, email_verified: true }, Date.now())).toMatchObject({
    email: 'gina@example.com',
    role: 'guest',
    name: 'Gina',
  });
  const lines = await store.auditLine.findMany({ where: { subject: 'gina@example.com' } });
  expect(lines.map(({ action }) => action)).toEqual(['user.created']);
});

test('the issuer does not let in whom an admin has locked out', async () => {
  const { id } = await enrol('hugo@example.com');
  await updateUser(store, id, { disabled: true }, Date.now());
  expect(await admitByIssuer(store, { sub: '2', email: 'hugo@example.com', email_verified: true }, Date.now())).toBeNull();
});
