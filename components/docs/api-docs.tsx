'use client';

import dynamic from 'next/dynamic';
import { SkeletonRows } from '#components/ui/skeletons.tsx';

const Swagger = dynamic(() => import('./swagger.tsx').then((module) => module.Swagger), {
  ssr: false,
  loading: () => <SkeletonRows rows={16} height={44} />,
});

/** An API document, browsable; requests that are tried out carry the session of whoever tries. */
export function ApiDocs({ url }: { url: string }) {
  return <Swagger url={url} />;
}
