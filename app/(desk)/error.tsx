'use client';

import { Fault } from '#components/ui/fault.tsx';
import { PageHead } from '#components/ui/page-head.tsx';
import { Fault as PageFault } from '#lib/client/fault.ts';

interface ErrorPageProps {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  const fault = new PageFault({ code: 'internal', message: error.message, traceId: error.digest ?? null, details: null, status: 500 });
  return (
    <>
      <PageHead title="This page failed" />
      <Fault error={fault} onRetry={reset} />
    </>
  );
}
