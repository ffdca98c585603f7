import { existsSync } from 'node:fs';
import { findOnPath, installPackages } from './apt.mjs';
import { runChild } from './child.mjs';
import { withProgress } from './progress.mjs';

const names = ['google-chrome', 'google-chrome-stable', 'chrome', 'chromium', 'chromium-browser'];

async function findInPlaywrightCache() {
  const { chromium } = await import('playwright-core');
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

/** The browser for the journeys: CHROMIUM, else one on the PATH, else Playwright's own. */
export async function findBrowser() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  return names.map(findOnPath).find(Boolean) ?? (await findInPlaywrightCache());
}

async function installBrowser() {
  if (process.platform === 'linux' && findOnPath('apt-get')) return installPackages(['chromium'], 'the journeys in the browser');
  const args = ['node_modules/playwright-core/cli.js', 'install', 'chromium'];
  return withProgress('installing a browser', () => runChild(process.execPath, args, { quiet: true }));
}

export const browserFault = 'No browser for the journeys: install chromium or Chrome, or name one with CHROMIUM=/path/to/chromium.';

/** Finds a browser, or installs one; resolves with its path, or undefined. */
export async function ensureBrowser() {
  const found = await findBrowser();
  if (found) return found;
  await installBrowser();
  return findBrowser();
}
