import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Latencies } from '#components/latency/latencies.tsx';
import { latencyListInput, parseLatencyList } from '#components/latency/latency-state.ts';
import { createQueryClient } from '#lib/client/query-client.ts';
import { serverQueryUtils } from '#lib/http/server-query.ts';
import { type PageSearch, toSearchParams } from '../services/page-search.ts';
import { findPageVisit } from '../visit.ts';

export const metadata: Metadata = { title: 'Latency' };

export default async function LatencyPage({ searchParams }: { searchParams: Promise<PageSearch> }) {
  const visit = await findPageVisit();
  if (!visit) redirect('/sign-in?next=/latency');
  const queryClient = createQueryClient();
  const input = latencyListInput(parseLatencyList(toSearchParams(await searchParams)));
  await queryClient.prefetchQuery(serverQueryUtils(visit).latency.list.queryOptions({ input }));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <Latencies />
    </HydrationBoundary>
  );
}
