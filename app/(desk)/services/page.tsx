import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Catalog } from '#components/service/catalog.tsx';
import { type CatalogState, countInput, filterOf, isFiltered, listInput, parseCatalogState } from '#components/service/catalog-state.ts';
import { createQueryClient } from '#lib/client/query-client.ts';
import { type PageVisit, serverQueryUtils } from '#lib/http/server-query.ts';
import { allows } from '#lib/model/role.ts';
import { findPageVisit } from '../visit.ts';
import { type PageSearch, toSearchParams } from './page-search.ts';

export const metadata: Metadata = { title: 'Services' };

/** The first screenful, so that its rows are in the first answer; what fails here is asked for again by the browser. */
async function prefetchCatalog(visit: PageVisit, state: CatalogState) {
  const orpc = serverQueryUtils(visit);
  const queryClient = createQueryClient();
  await Promise.all([
    queryClient.prefetchQuery(orpc.service.list.queryOptions({ input: listInput(state, 1) })),
    queryClient.prefetchQuery(orpc.service.facets.queryOptions({ input: filterOf(state) })),
    isFiltered(state) ? queryClient.prefetchQuery(orpc.service.list.queryOptions({ input: countInput })) : null,
  ]);
  return dehydrate(queryClient);
}

export default async function ServicesPage({ searchParams }: { searchParams: Promise<PageSearch> }) {
  const visit = await findPageVisit();
  if (!visit) redirect('/sign-in?next=/services');
  const state = parseCatalogState(toSearchParams(await searchParams));
  return (
    <HydrationBoundary state={await prefetchCatalog(visit, state)}>
      <Catalog mayRegister={allows('admin', visit.actor)} />
    </HydrationBoundary>
  );
}
