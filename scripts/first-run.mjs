// Prepares an empty database for its first visitor; answers its parent with the one-time set-up link, if there is one.
import { prepareFirstRun } from '../lib/command/first-run.ts';
import { env } from '../lib/env.ts';
import { db } from '../lib/store/db.ts';

async function answer() {
  try {
    const connection = await db();
    const { setUpUrl } = await prepareFirstRun({ env: env(), db: connection, nowMs: Date.now(), baseUrl: process.argv[2] });
    await connection.$disconnect();
    return { setUpUrl };
  } catch (error) {
    return { fault: error.message };
  }
}

process.send(await answer(), () => process.exit(0));
