import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { connection } from 'next/server';
import { changesInput } from '#components/fleet/changes-input.ts';
import { FleetPage } from '#components/fleet/fleet-page.tsx';
import { createQueryClient } from '#lib/client/query-client.ts';
import { serverQueryUtils } from '#lib/http/server-query.ts';
import { findPageVisit } from './visit.ts';

export const metadata: Metadata = { title: { absolute: 'Fleet · Signalbox' } };

export default async function Page() {
  await connection();
  const visit = await findPageVisit();
  if (!visit) redirect('/sign-in');
  const queryClient = createQueryClient();
  const orpc = serverQueryUtils(visit);
  await Promise.all([
    queryClient.prefetchQuery(orpc.fleet.summary.queryOptions()),
    queryClient.prefetchQuery(orpc.fleet.changes.queryOptions({ input: changesInput })),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <FleetPage mayRegister={visit.actor.role === 'admin'} />
    </HydrationBoundary>
  );
}
