import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { GraphPage } from '#components/graph/graph-page.tsx';
import { graphInput, parseGraphState } from '#components/graph/graph-state.ts';
import { createQueryClient } from '#lib/client/query-client.ts';
import { serverQueryUtils } from '#lib/http/server-query.ts';
import { type PageSearch, toSearchParams } from '../services/page-search.ts';
import { findPageVisit } from '../visit.ts';

export const metadata: Metadata = { title: 'Graph' };

export default async function GraphRoute({ searchParams }: { searchParams: Promise<PageSearch> }) {
  const visit = await findPageVisit();
  if (!visit) redirect('/sign-in?next=/graph');
  const queryClient = createQueryClient();
  const input = graphInput(parseGraphState(toSearchParams(await searchParams)));
  await queryClient.prefetchQuery(serverQueryUtils(visit).graph.read.queryOptions({ input }));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <GraphPage />
    </HydrationBoundary>
  );
}
