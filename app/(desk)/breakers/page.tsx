import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Breakers } from '#components/breaker/breakers.tsx';
import { breakersInput, parseBreakersState } from '#components/breaker/breakers-state.ts';
import { createQueryClient } from '#lib/client/query-client.ts';
import { serverQueryUtils } from '#lib/http/server-query.ts';
import { type PageSearch, toSearchParams } from '../services/page-search.ts';
import { findPageVisit } from '../visit.ts';

export const metadata: Metadata = { title: 'Breakers' };

export default async function BreakersPage({ searchParams }: { searchParams: Promise<PageSearch> }) {
  const visit = await findPageVisit();
  if (!visit) redirect('/sign-in?next=/breakers');
  const queryClient = createQueryClient();
  const input = breakersInput(parseBreakersState(toSearchParams(await searchParams)));
  await queryClient.prefetchQuery(serverQueryUtils(visit).breaker.list.queryOptions({ input }));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <Breakers />
    </HydrationBoundary>
  );
}
