import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { type ApiState, operationsInput, parseApiState, schemasInput } from '#components/api/api-state.ts';
import { Apis } from '#components/api/apis.tsx';
import { createQueryClient } from '#lib/client/query-client.ts';
import { type PageVisit, serverQueryUtils } from '#lib/http/server-query.ts';
import { type PageSearch, toSearchParams } from '../services/page-search.ts';
import { findPageVisit } from '../visit.ts';

export const metadata: Metadata = { title: 'APIs' };

/** The first screenful, so that its rows are in the first answer; what fails here is asked for again by the browser. */
async function prefetchApis(visit: PageVisit, state: ApiState) {
  const orpc = serverQueryUtils(visit);
  const queryClient = createQueryClient();
  if (state.mode === 'schemas') await queryClient.prefetchQuery(orpc.search.everything.queryOptions({ input: schemasInput(state) }));
  else await queryClient.prefetchQuery(orpc.search.operations.queryOptions({ input: operationsInput(state, 1) }));
  return dehydrate(queryClient);
}

export default async function ApisPage({ searchParams }: { searchParams: Promise<PageSearch> }) {
  const visit = await findPageVisit();
  if (!visit) redirect('/sign-in?next=/apis');
  const state = parseApiState(toSearchParams(await searchParams));
  return (
    <HydrationBoundary state={await prefetchApis(visit, state)}>
      <Apis />
    </HydrationBoundary>
  );
}
