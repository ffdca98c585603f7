import { dehydrate, HydrationBoundary, type QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { indexInput, parseDocumentState, revisionsInput, sliceInput } from '#components/document/document-state.ts';
import { aroundInput } from '#components/graph/graph-state.ts';
import { latencyInput } from '#components/latency/latency-state.ts';
import { ServicePage } from '#components/service/service-page.tsx';
import { parseServiceState, readingsInput, saturationInput, signalsInput } from '#components/service/service-state.ts';
import { newestInput, openapiInput, parseValidationState, runsInput } from '#components/validation/validation-state.ts';
import { createQueryClient } from '#lib/client/query-client.ts';
import { AppError } from '#lib/errors.ts';
import { type PageVisit, serverQueryUtils } from '#lib/http/server-query.ts';
import { allows, mayEditService } from '#lib/model/role.ts';
import { slugSchema } from '#lib/model/service.ts';
import { findPageVisit } from '../../visit.ts';
import { type PageSearch, toSearchParams } from '../page-search.ts';

type Orpc = ReturnType<typeof serverQueryUtils>;

interface PageProps {
  params: Promise<{ name: string }>;
  searchParams: Promise<PageSearch>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await params).name };
}

/** A longer list than this is asked for by the browser, so that the page itself comes at once. */
const mostOperations = 2000;

/** The document's list and the operation that is open. */
async function prefetchDocument(orpc: Orpc, queryClient: QueryClient, name: string, search: URLSearchParams) {
  const state = parseDocumentState(search);
  const kept = await queryClient.fetchQuery(orpc.document.revisions.queryOptions({ input: revisionsInput(name) })).catch(() => null);
  if (!kept || kept.revisions.length === 0) return;
  const isShort = kept.revisions.every(({ operations }) => operations <= mostOperations);
  await Promise.all([
    isShort ? queryClient.prefetchQuery(orpc.document.index.queryOptions({ input: indexInput(name, state) })) : null,
    state.op === null ? null : queryClient.prefetchQuery(orpc.document.slice.queryOptions({ input: sliceInput(name, state, state.op) })),
    state.op === null ? null : queryClient.prefetchQuery(orpc.document.live.queryOptions({ input: { name } })),
  ]);
}

/** The run that is open; else the ladder, the runs and the drift. */
function prefetchValidation(orpc: Orpc, queryClient: QueryClient, name: string, search: URLSearchParams) {
  const state = parseValidationState(search);
  if (state.run !== null) return [queryClient.prefetchQuery(orpc.run.read.queryOptions({ input: { id: state.run } }))];
  return [
    queryClient.prefetchQuery(orpc.validation.ladder.queryOptions({ input: { name } })),
    queryClient.prefetchQuery(orpc.run.list.queryOptions({ input: newestInput(name) })),
    queryClient.prefetchQuery(orpc.document.revisions.queryOptions({ input: openapiInput(name) })),
    queryClient.prefetchQuery(orpc.run.list.queryOptions({ input: runsInput(name, state) })),
    queryClient.prefetchQuery(orpc.validation.drift.queryOptions({ input: { name } })),
  ];
}

/** The service, and beside it what its tab shows; null where there is no such service. */
async function prefetchService(visit: PageVisit, name: string, search: URLSearchParams) {
  const { tab, window } = parseServiceState(search);
  const orpc = serverQueryUtils(visit);
  const queryClient = createQueryClient();
  const beside = {
    overview: () => [
      queryClient.prefetchQuery(orpc.service.signals.queryOptions({ input: signalsInput(name, window) })),
      queryClient.prefetchQuery(orpc.latency.ofService.queryOptions({ input: latencyInput(name, window) })),
      queryClient.prefetchQuery(orpc.service.saturation.queryOptions({ input: saturationInput(name, window) })),
      queryClient.prefetchQuery(orpc.service.readings.queryOptions({ input: readingsInput(name) })),
      queryClient.prefetchQuery(orpc.service.dependencies.queryOptions({ input: { name } })),
    ],
    api: () => [prefetchDocument(orpc, queryClient, name, search)],
    dependencies: () => [queryClient.prefetchQuery(orpc.graph.read.queryOptions({ input: aroundInput(name) }))],
    latency: () => [queryClient.prefetchQuery(orpc.latency.ofService.queryOptions({ input: latencyInput(name, window) }))],
    metrics: () => [queryClient.prefetchQuery(orpc.service.metricsDoctor.queryOptions({ input: { name } }))],
    resilience: () => [queryClient.prefetchQuery(orpc.breaker.ofService.queryOptions({ input: { name } }))],
    events: () => [queryClient.prefetchQuery(orpc.topic.ofService.queryOptions({ input: { name } }))],
    validation: () => prefetchValidation(orpc, queryClient, name, search),
    settings: () => [],
  }[tab]();
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
  const found = await prefetchService(visit, name, toSearchParams(await searchParams));
  if (!found) notFound();
  const mayEdit = mayEditService(visit.actor, found.service.team);
  return (
    <HydrationBoundary state={found.state}>
      <ServicePage name={name} may={{ check: allows('user', visit.actor), edit: mayEdit, remove: allows('admin', visit.actor) }} />
    </HydrationBoundary>
  );
}
