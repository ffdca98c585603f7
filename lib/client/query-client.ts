import { defaultShouldDehydrateQuery, QueryClient } from '@tanstack/react-query';
import { toFault } from './fault.ts';

/** Refusals stay refusals; only what may pass by itself is tried again. */
export function mayRetry(count: number, error: unknown): boolean {
  const { status } = toFault(error);
  return count < 2 && (status === 0 || status === 429 || status >= 502);
}

/** One per tab in the browser, one per request on the server. The live feed keeps data fresh, so it stays so for long. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 60_000, gcTime: 300_000, retry: mayRetry, retryDelay: (count) => 500 * 2 ** count, refetchOnWindowFocus: false },
      mutations: { retry: false },
      dehydrate: { shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) },
    },
  });
}
