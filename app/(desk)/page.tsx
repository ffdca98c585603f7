import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { connection } from 'next/server';
import { changesForm, changesPages, handoverInput } from '#components/fleet/changes-input.ts';
import { FleetPage } from '#components/fleet/fleet-page.tsx';
import { createQueryClient } from '#lib/client/query-client.ts';
import { serverQueryUtils } from '#lib/http/server-query.ts';
import { type PageSearch, toSearchParams } from './services/page-search.ts';
import { findPageVisit } from './visit.ts';

export const metadata: Metadata = { title: { absolute: 'Fleet · Signalbox' } };

export default async function Page({ searchParams }: { searchParams: Promise<PageSearch> }) {
  await connection();
  const visit = await findPageVisit();
  if (!visit) redirect('/sign-in');
  const changes = changesForm.parse(toSearchParams(await searchParams));
  const queryClient = createQueryClient();
  const orpc = serverQueryUtils(visit);
  await Promise.all([
    queryClient.prefetchQuery(orpc.fleet.summary.queryOptions()),
    queryClient.prefetchInfiniteQuery(orpc.fleet.changes.infiniteOptions(changesPages(changes))),
    queryClient.prefetchQuery(orpc.fleet.handover.queryOptions({ input: handoverInput })),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <FleetPage mayRegister={visit.actor.role === 'admin'} />
    </HydrationBoundary>
  );
}
