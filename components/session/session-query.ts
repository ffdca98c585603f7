'use client';

import { useQuery } from '@tanstack/react-query';
import { orpc } from '#lib/client/client.ts';

/** Who is at this browser; undefined until known. */
export function useSession() {
  return useQuery(orpc.session.read.queryOptions()).data;
}
