import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { browserFault, findBrowser } from '../../scripts/browser.mjs';
import { cleanEnv } from './process.ts';
import type { Signalbox } from './signalbox.ts';

const flags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
];
const complaints = new WeakMap<Page, string[]>();

export interface OpenBrowser {
  browser: Browser;
  /** A page in a context of its own (cookies, colour scheme, size), whose console is listened to from the start. */
  newPage: (options?: BrowserContextOptions) => Promise<Page>;
  close: () => Promise<void>;
}

export async function openBrowser(): Promise<OpenBrowser> {
  const executablePath = await findBrowser();
  if (!executablePath) throw new Error(browserFault);
  const browser = await chromium.launch({ executablePath, headless: true, args: flags, env: cleanEnv() as Record<string, string> });
  return {
    browser,
    newPage: async (options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...options });
      const page = await context.newPage();
      listen(page);
      return page;
    },
    close: () => browser.close(),
  };
}

function listen(page: Page): void {
  const lines: string[] = [];
  complaints.set(page, lines);
  page.on('pageerror', (error) => lines.push(`uncaught ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') lines.push(`${message.type()} ${message.text()} (${message.location().url})`);
  });
}

/** Opens an address and waits until all of the page answers: before that, clicks and keys are lost. */
export async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await untilSettled(page);
}

export async function reload(page: Page): Promise<void> {
  await page.reload();
  await untilSettled(page);
}

/** All of the page is React's, and no part that was streamed waits hidden for its place: it would be found a second time. */
export async function untilSettled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset.settled !== undefined && document.querySelector('[hidden][id^="S:"]') === null);
}

/** Signs the page in as the admin and waits until it has left the sign-in page. */
export async function signIn(page: Page, signalbox: Pick<Signalbox, 'url' | 'adminEmail' | 'adminPassword'>): Promise<void> {
  await visit(page, `${signalbox.url}/sign-in`);
  await page.getByLabel('E-mail').fill(signalbox.adminEmail);
  await page.getByLabel('Password', { exact: true }).fill(signalbox.adminPassword);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await untilSettled(page);
}

/** Fails when the page's console has said anything at the level of a warning or above; starts afresh afterwards. */
export function expectNoConsoleErrors(page: Page): void {
  const lines = complaints.get(page)?.splice(0) ?? ['the page was not opened by openBrowser().newPage()'];
  expect(lines).toEqual([]);
}

/** Fails with the rule and the elements of everything that axe finds. */
export async function checkAxe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  expect(found).toEqual([]);
}

/** Takes a picture of the whole page into SIGNALBOX_SHOTS, or a temporary folder; resolves with its path. */
export async function shoot(page: Page, name: string): Promise<string> {
  const folder = process.env.SIGNALBOX_SHOTS ?? join(tmpdir(), 'signalbox-shots');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, fullPage: true });
  return path;
}
