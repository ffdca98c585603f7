'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { orpc } from '#lib/client/client.ts';

const settleMs = 400;
/** A preview shows what holds now: it is asked again while somebody looks at it. */
const refreshMs = 15_000;

function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

interface Wanted {
  source: string | null;
  selector: string;
  healthCheckPath: string;
  metricsPath: string | null;
}

/** What a mapping would show, asked once the typing pauses. */
export function useMappingPreview({ source, selector, healthCheckPath, metricsPath }: Wanted) {
  const settled = useSettled(selector.trim());
  const enabled = source !== null && settled !== '';
  const input = { name: source ?? '', selector: settled, healthCheckPath, metricsPath };
  const query = useQuery({
    ...orpc.metricsSource.preview.queryOptions({ input }),
    enabled,
    retry: false,
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
  return { preview: enabled ? query.data : undefined, error: enabled ? query.error : null, isAsking: enabled && query.isFetching };
}

export function useMappingSuggestions(source: string | null, { name, baseUrl }: { name: string; baseUrl: string }) {
  const input = { name: source ?? '', service: useSettled(name), ...(URL.canParse(baseUrl) ? { baseUrl } : {}) };
  const query = useQuery({
    ...orpc.metricsSource.suggest.queryOptions({ input }),
    enabled: source !== null && input.service !== '',
    retry: false,
    staleTime: 60_000,
  });
  return {
    suggestions: query.data?.suggestions ?? [],
    reason: query.data?.reason ?? '',
    isAsking: query.isFetching,
    isKnown: query.data !== undefined,
  };
}
