import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Walls } from '#components/wall/walls.tsx';
import { createQueryClient } from '#lib/client/query-client.ts';
import { serverQueryUtils } from '#lib/http/server-query.ts';
import { findPageVisit } from '../visit.ts';

export const metadata: Metadata = { title: 'Walls' };

export default async function WallsPage() {
  const visit = await findPageVisit();
  if (!visit) redirect('/sign-in?next=/walls');
  const queryClient = createQueryClient();
  const orpc = serverQueryUtils(visit);
  const mayEdit = visit.actor.role !== 'guest';
  await Promise.all([
    queryClient.prefetchQuery(orpc.wall.list.queryOptions()),
    ...(mayEdit ? [queryClient.prefetchQuery(orpc.screen.list.queryOptions())] : []),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <Walls mayEdit={mayEdit} />
    </HydrationBoundary>
  );
}
