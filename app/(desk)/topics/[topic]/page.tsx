import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { TopicPage } from '#components/topic/topic-page.tsx';
import { createQueryClient } from '#lib/client/query-client.ts';
import { serverQueryUtils } from '#lib/http/server-query.ts';
import { findPageVisit } from '../../visit.ts';

interface PageProps {
  params: Promise<{ topic: string }>;
}

const nameOf = async (params: PageProps['params']) => decodeURIComponent((await params).topic);

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: await nameOf(params) };
}

export default async function TopicRoute({ params }: PageProps) {
  const topic = await nameOf(params);
  const visit = await findPageVisit();
  if (!visit) redirect(`/sign-in?next=/topics/${encodeURIComponent(encodeURIComponent(topic))}`);
  const queryClient = createQueryClient();
  await queryClient.prefetchQuery(serverQueryUtils(visit).topic.read.queryOptions({ input: { topic } }));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <TopicPage topic={topic} />
    </HydrationBoundary>
  );
}
