'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { orpc } from '#lib/client/client.ts';
import { baseUrlFault } from './base-url.ts';

const settleMs = 500;

/** Looks at a base URL once it has stood still for a moment; `lookNow` does not wait. */
export function useDiscovery(baseUrl: string) {
  const [settled, setSettled] = useState(baseUrl);
  const sound = baseUrlFault(baseUrl) === null;
  useEffect(() => {
    const timer = setTimeout(() => setSettled(baseUrl), settleMs);
    return () => clearTimeout(timer);
  }, [baseUrl]);
  const asked = sound && settled === baseUrl;
  const found = useQuery({
    ...orpc.discovery.discover.queryOptions({ input: { baseUrl: settled } }),
    enabled: asked,
    retry: false,
    staleTime: 30_000,
  });
  return {
    discovery: asked ? (found.data ?? null) : null,
    error: asked ? found.error : null,
    isLooking: sound && (!asked || found.isFetching),
    lookNow: (url: string) => {
      setSettled(url);
      if (url === settled && sound) void found.refetch();
    },
  };
}
