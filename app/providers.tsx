'use client';

import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import { type ReactNode, useState } from 'react';
import { Notes } from '#components/shell/notes.tsx';
import { SettledContext, useSettled } from '#components/shell/settled.ts';
import { cssVariables, theme } from '#components/shell/theme.ts';
import { NowProvider } from '#components/ui/now.tsx';
import { createQueryClient } from '#lib/client/query-client.ts';

interface ProvidersProps {
  /** Of this document's content security policy. */
  nonce: string | undefined;
  nowMs: number;
  children: ReactNode;
}

/** What every page stands on: theme, clock, cache, notes. */
export function Providers({ nonce, nowMs, children }: ProvidersProps) {
  const [queryClient] = useState(createQueryClient);
  const settled = useSettled();
  if (nonce && typeof window !== 'undefined') setNonce(nonce);
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" getStyleNonce={nonce ? () => nonce : undefined}>
        <NowProvider serverMs={nowMs}>
          <SettledContext value={settled}>{children}</SettledContext>
        </NowProvider>
        <Notes />
      </MantineProvider>
    </QueryClientProvider>
  );
}
