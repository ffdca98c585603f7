import { randomUUID } from 'node:crypto';
import { createRouterClient } from '@orpc/server';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { headers } from 'next/headers';
import { admit, type PrismaClient } from '#lib/auth/actor.ts';
import { findAddress } from '#lib/auth/address.ts';
import { env } from '#lib/env.ts';
import { isRoleHolder, type RoleHolder } from '#lib/model/role.ts';
import { router } from './router.ts';

export interface PageVisit {
  actor: RoleHolder;
  db: PrismaClient;
  address: string | null;
}

/** Who asks for a page; null when nobody is signed in. Reads the request's headers, so the page is made anew each time. */
export async function findVisit(): Promise<PageVisit | null> {
  const asked = await headers();
  const { db, admission } = await admit(new Headers(asked), Date.now());
  if (!admission || !isRoleHolder(admission.actor)) return null;
  return { actor: admission.actor, db, address: findAddress(new Headers(asked), env().SIGNALBOX_PROXY_HOPS) };
}

/** The API within the process, for server components: authorised as over the network, under the same query keys as in the browser. */
export function serverQueryUtils({ actor, db, address }: PageVisit) {
  const client = createRouterClient(router, { context: () => ({ actor, db, address, nowMs: Date.now(), correlationId: randomUUID() }) });
  return createTanstackQueryUtils(client);
}
