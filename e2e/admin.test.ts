import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkAxe, expectNoConsoleErrors, type OpenBrowser, openBrowser, reload, signIn, untilSettled, visit } from './support/browser.ts';
import { type Signalbox, startSignalbox } from './support/signalbox.ts';

let browser: OpenBrowser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

const fillSignIn = async (page: Page, email: string, password: string) => {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};

describe('an installation that nobody has set up', () => {
  let fresh: Signalbox;
  beforeAll(async () => {
    fresh = await startSignalbox({ env: { SIGNALBOX_ADMIN_EMAIL: '', SIGNALBOX_ADMIN_PASSWORD: '', SIGNALBOX_ADMIN_TOKEN: '' } });
  });
  afterAll(() => fresh?.stop());

  test('the set-up link makes the first admin and leads to the Fleet; then it is used', async () => {
    const page = await browser.newPage();
    await visit(page, fresh.url);
    await page.getByText('Nobody can sign in yet').waitFor();
    const link = /http\S+\/setup\?secret=\S+/.exec(fresh.output())?.[0] ?? '';
    await visit(page, `${fresh.url}/setup?secret=wrong`);
    await page.getByLabel('Your name').fill('Ana');
    await page.getByLabel('E-mail').fill('ana@example.com');
    await page.getByLabel('Password', { exact: true }).fill('three quiet signals');
    await page.getByText('Strong', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Create the admin' }).click();
    await page.getByText('This set-up link is used or out of date').waitFor();

    await visit(page, link);
    await checkAxe(page);
    await page.getByLabel('Your name').fill('Ana');
    await page.getByLabel('E-mail').fill('Ana@Example.com');
    await page.getByLabel('Password', { exact: true }).fill('three quiet signals');
    await page.getByRole('button', { name: 'Create the admin' }).click();
    await page.waitForURL(`${fresh.url}/`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await visit(page, link);
    await page.getByText('This link is used').waitFor();
    await page.context().close();
  });
});

describe('an installation with an admin', () => {
  let signalbox: Signalbox;
  let page: Page;
  const guest = { adminEmail: 'guest@example.com', adminPassword: 'guests only read' };
  const go = (path: string) => visit(page, `${signalbox.url}${path}`);

  beforeAll(async () => {
    signalbox = await startSignalbox();
    page = await browser.newPage();
    await signIn(page, signalbox);
  });
  afterAll(() => signalbox?.stop());

  test('a wrong password is told in words, the right one leads to where one wanted to go, and signing out ends it', async () => {
    const other = await browser.newPage();
    await visit(other, `${signalbox.url}/services?q=signal`);
    await fillSignIn(other, signalbox.adminEmail, 'not this one');
    await other.getByText('E-mail or password is wrong.').waitFor();
    expect(await other.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('password');
    await fillSignIn(other, signalbox.adminEmail, signalbox.adminPassword);
    await other.waitForURL(`${signalbox.url}/services?q=signal`);
    await untilSettled(other);
    await other.getByRole('button', { name: 'admin admin' }).click();
    await other.getByRole('button', { name: 'Sign out' }).click();
    await other.waitForURL('**/sign-in');
    await visit(other, `${signalbox.url}/admin`);
    await other.waitForURL('**/sign-in?next=%2Fadmin');
    await other.context().close();
  });

  test('a way back to another site is not followed', async () => {
    const other = await browser.newPage();
    await visit(other, `${signalbox.url}/sign-in?next=//evil.example/`);
    await fillSignIn(other, signalbox.adminEmail, signalbox.adminPassword);
    await other.waitForURL(`${signalbox.url}/`);
    await other.context().close();
  });

  test('a user is added, gets another role, and undo takes it back', async () => {
    await go('/admin/users');
    await page.getByRole('button', { name: 'Add a user' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Gus Guest');
    await dialog.getByLabel('E-mail').fill(guest.adminEmail);
    await dialog.getByLabel('First password', { exact: true }).fill(guest.adminPassword);
    await dialog.getByLabel('Role').selectOption('guest');
    await dialog.getByRole('button', { name: 'Add the user' }).click();
    await page.getByText('2 users').waitFor();
    await page.getByLabel('Role of Gus Guest').selectOption('user');
    await page.getByRole('button', { name: 'Undo' }).click();
    const roleNow = async () =>
      (await signalbox.api<{ users: { email: string; role: string }[] }>('GET', '/api/v1/users?q=guest')).body.users.find(
        (user) => user.email === guest.adminEmail,
      )?.role;
    await expect.poll(roleNow).toBe('guest');
  });

  test('the last admin cannot be made less', async () => {
    await go('/admin/users?q=admin');
    await page.getByLabel(/^Role of /).click();
    await page.getByLabel(/^Role of /).selectOption('guest');
    await page.getByText('This is the last admin').waitFor();
    expect(await page.getByLabel(/^Role of /).inputValue()).toBe('admin');
    page = await refresh(page, signalbox);
  });

  test('a guest is told what admins only do', async () => {
    const other = await browser.newPage();
    await signIn(other, { ...guest, url: signalbox.url });
    for (const [path, words] of [
      ['/admin/users', 'Only admins come in here'],
      ['/register', 'Only admins register services'],
      ['/services/signalbox?tab=settings', 'Only admins change this service'],
      ['/account', 'Guests have no tokens'],
    ] as const) {
      await visit(other, `${signalbox.url}${path}`);
      await other.getByText(words).waitFor();
      await checkAxe(other);
    }
    await other.context().close();
  });

  test('a token is shown once, works, and is refused once revoked', async () => {
    await go('/admin/tokens');
    await page.getByRole('button', { name: 'Create a token' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('pipeline');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    const token = (await dialog.locator('[data-token]').textContent()) ?? '';
    const ask = async () => (await fetch(`${signalbox.url}/api/v1/services`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await ask()).toBe(200);
    await checkAxe(page);
    await dialog.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByRole('button', { name: 'Revoke pipeline' }).waitFor();
    expect(await page.content()).not.toContain(token);
    await page.getByRole('button', { name: 'Revoke pipeline' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('pipeline');
    await page.getByRole('dialog').getByRole('button', { name: 'Remove token' }).click();
    await expect.poll(ask).toBe(401);
  });

  test('the audit shows who changed what from what to what, and its filter is in the address', async () => {
    await signalbox.api('PATCH', '/api/v1/services/signalbox', { tier: 1 });
    await go('/admin/audit');
    const line = page.getByRole('listitem').filter({ hasText: 'Changed the service signalbox' });
    await line.waitFor();
    expect(await line.locator('del').textContent()).toBe('2');
    expect(await line.locator('ins').textContent()).toBe('1');
    await page.getByRole('textbox', { name: 'Filter audit lines' }).fill('user.created');
    await page.waitForURL('**/admin/audit?q=user.created');
    await line.waitFor({ state: 'detached' });
    await reload(page);
    expect(await page.getByRole('textbox', { name: 'Filter audit lines' }).inputValue()).toBe('user.created');
  });

  test('an operation of our own API opens, and trying it out uses the session', async () => {
    await go('/docs');
    await page.locator('.opblock-summary-control', { hasText: '/api/v1/session' }).first().click();
    await page.getByRole('button', { name: 'Execute' }).click();
    await page.locator('.live-responses-table .response-col_status', { hasText: '200' }).waitFor();
    await page.locator('.opblock-summary-control', { hasText: '/api/v1/session' }).first().click();
    await page.locator('.opblock-summary-control', { hasText: '/api/v1/services' }).first().click();
    await page.getByLabel('Value').first().waitFor();
    await checkAxe(page);
    expectNoConsoleErrors(page);
  });

  const pages = ['/', '/register', '/admin', '/admin/imports', '/admin/users', '/admin/tokens', '/admin/audit', '/account', '/docs'];

  test.each([
    ['dark', 1440],
    ['light', 1440],
    ['dark', 390],
    ['light', 390],
  ] as const)('axe finds nothing on any page, %s at %i, and the console stays silent', async (colorScheme, width) => {
    const other = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    await visit(other, `${signalbox.url}/sign-in`);
    await checkAxe(other);
    await signIn(other, signalbox);
    for (const path of [...pages, '/services/signalbox?tab=settings']) {
      await visit(other, `${signalbox.url}${path}`);
      await other.locator('[aria-label="Loading"]').first().waitFor({ state: 'detached' });
      await other
        .locator(path === '/docs' ? '.opblock' : 'h1')
        .first()
        .waitFor();
      await checkAxe(other);
      expect(await other.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    }
    expectNoConsoleErrors(other);
    await other.context().close();
  });
});

/** A page of the same browser whose console has not yet complained of a refused request. */
async function refresh(page: Page, signalbox: Signalbox): Promise<Page> {
  await page.context().close();
  const next = await browser.newPage();
  await signIn(next, signalbox);
  return next;
}
