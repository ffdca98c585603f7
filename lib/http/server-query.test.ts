import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { expect, test } from 'vitest';
import type { Contract } from '#lib/api/contract.ts';
import { serverQueryUtils } from './server-query.ts';
import { database } from './stage.test.kit.ts';

test('what a server component fetches is found in the browser under the same key', async () => {
  const browser: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ url: 'http://signalbox.test/api/rpc' }));
  const actor = { kind: 'user' as const, userId: 1, name: 'x', email: null, role: 'guest' as const, teams: [] };
  const server = serverQueryUtils({ actor, db: await database(), address: null });
  const options = server.service.list.queryOptions({ input: { limit: 5 } });
  expect(options.queryKey).toEqual(createTanstackQueryUtils(browser).service.list.queryKey({ input: { limit: 5 } }));
  expect(await server.service.list.call({ limit: 5 })).toMatchObject({ services: [], pagination: { limit: 5 } });
});

test('a server component is authorised like everybody', async () => {
  const actor = { kind: 'user' as const, userId: 1, name: 'x', email: null, role: 'guest' as const, teams: [] };
  await expect(serverQueryUtils({ actor, db: await database(), address: null }).user.list.call({})).rejects.toMatchObject({ code: 'forbidden' });
});
