import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { topicsInput } from '#components/topic/topic-href.ts';
import { Topics } from '#components/topic/topics.tsx';
import { parseListState } from '#components/ui/list-state.ts';
import { createQueryClient } from '#lib/client/query-client.ts';
import { serverQueryUtils } from '#lib/http/server-query.ts';
import { type PageSearch, toSearchParams } from '../services/page-search.ts';
import { findPageVisit } from '../visit.ts';

export const metadata: Metadata = { title: 'Topics' };

export default async function TopicsPage({ searchParams }: { searchParams: Promise<PageSearch> }) {
  const visit = await findPageVisit();
  if (!visit) redirect('/sign-in?next=/topics');
  const queryClient = createQueryClient();
  const input = topicsInput(parseListState(toSearchParams(await searchParams)));
  await queryClient.prefetchQuery(serverQueryUtils(visit).topic.list.queryOptions({ input }));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <Topics />
    </HydrationBoundary>
  );
}
