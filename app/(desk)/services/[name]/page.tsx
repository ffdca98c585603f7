import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { ServicePage } from '#components/service/service-page.tsx';
import { parseServiceState, readingsInput, type ServiceState, signalsInput } from '#components/service/service-state.ts';
import { createQueryClient } from '#lib/client/query-client.ts';
import { AppError } from '#lib/errors.ts';
import { type PageVisit, serverQueryUtils } from '#lib/http/server-query.ts';
import { allows, mayEditService } from '#lib/model/role.ts';
import { slugSchema } from '#lib/model/service.ts';
import { findPageVisit } from '../../visit.ts';
import { type PageSearch, toSearchParams } from '../page-search.ts';

interface PageProps {
  params: Promise<{ name: string }>;
  searchParams: Promise<PageSearch>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await params).name };
}

/** The service, and beside it what its tab shows; null where there is no such service. */
async function prefetchService(visit: PageVisit, name: string, { tab, window }: ServiceState) {
  const orpc = serverQueryUtils(visit);
  const queryClient = createQueryClient();
  const beside =
    tab === 'overview'
      ? [
          queryClient.prefetchQuery(orpc.service.signals.queryOptions({ input: signalsInput(name, window) })),
          queryClient.prefetchQuery(orpc.service.readings.queryOptions({ input: readingsInput(name) })),
          queryClient.prefetchQuery(orpc.service.dependencies.queryOptions({ input: { name } })),
        ]
      : [];
  try {
    const service = await queryClient.fetchQuery(orpc.service.read.queryOptions({ input: { name } }));
    await Promise.all(beside);
    return { service, state: dehydrate(queryClient) };
  } catch (error) {
    await Promise.all(beside);
    if (isMissing(error)) return null;
    throw error;
  }
}

const isMissing = (error: unknown) => error instanceof AppError && error.code === 'not_found';

export default async function ServiceRoute({ params, searchParams }: PageProps) {
  const { name } = await params;
  const visit = await findPageVisit();
  if (!visit) redirect(`/sign-in?next=/services/${encodeURIComponent(name)}`);
  if (!slugSchema.safeParse(name).success) notFound();
  const found = await prefetchService(visit, name, parseServiceState(toSearchParams(await searchParams)));
  if (!found) notFound();
  const mayEdit = mayEditService(visit.actor, found.service.team);
  return (
    <HydrationBoundary state={found.state}>
      <ServicePage name={name} may={{ check: allows('user', visit.actor), edit: mayEdit, remove: allows('admin', visit.actor) }} />
    </HydrationBoundary>
  );
}
