'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { startLive } from '#lib/client/live.ts';

/** Keeps this tab current for as long as it is mounted; what happened since `afterId` is replayed. */
export function LiveFeed({ afterId }: { afterId: number | null }) {
  const queryClient = useQueryClient();
  const first = useRef(afterId);
  useEffect(() => startLive(queryClient, first.current), [queryClient]);
  return null;
}
