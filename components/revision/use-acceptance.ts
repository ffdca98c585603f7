'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { tellUndoable } from '#components/ui/undo-toast.tsx';
import { orpc } from '#lib/client/client.ts';
import { readQueryKey } from '#lib/client/query-key.ts';
import type { Acceptance } from '#lib/model/document.ts';
import type { Finding } from '#lib/model/finding.ts';
import type { FindingDesk } from './finding-desk.ts';

const holders = ['document.diff', 'document.findings', 'validation.drift', 'run.read'];

interface Holder {
  accepted: Acceptance[];
  /** A run is asked for by its id: it says itself whose it is. */
  run?: { service: string };
}

/** Puts an acceptance into every answer that lists those of a service, or takes it out. */
function usePatch(service: string) {
  const queryClient = useQueryClient();
  return useCallback(
    (fingerprint: string, acceptance: Acceptance | null) => {
      const predicate = ({ queryKey }: { queryKey: readonly unknown[] }) => {
        const key = readQueryKey(queryKey);
        return key !== null && holders.includes(key.operation) && (key.operation === 'run.read' || key.input.name === service);
      };
      queryClient.setQueriesData<Holder>({ predicate }, (data) => {
        if (!data || (data.run && data.run.service !== service)) return data;
        const others = data.accepted.filter((other) => other.fingerprint !== fingerprint);
        return { ...data, accepted: acceptance ? [...others, acceptance] : others };
      });
      void queryClient.invalidateQueries({ queryKey: orpc.validation.ladder.key({ input: { name: service } }) });
    },
    [queryClient, service],
  );
}

/** Takes findings on and gives them back; either is undone by its toast. */
export function useAcceptance(service: string): Pick<FindingDesk, 'accept' | 'takeBack'> {
  const patch = usePatch(service);
  const { mutateAsync: keep } = useMutation(
    orpc.document.accept.mutationOptions({ onSuccess: (acceptance) => patch(acceptance.fingerprint, acceptance) }),
  );
  const { mutateAsync: withdraw } = useMutation(
    orpc.document.unaccept.mutationOptions({ onSuccess: (_, { fingerprint }) => patch(fingerprint, null) }),
  );
  const accept: FindingDesk['accept'] = useCallback(
    async ({ fingerprint }, { reason, expiresAt }) => {
      await keep({ name: service, fingerprint, reason, expiresAt });
      tellUndoable('The finding is accepted.', () => void withdraw({ name: service, fingerprint }));
    },
    [keep, withdraw, service],
  );
  const takeBack: FindingDesk['takeBack'] = useCallback(
    async ({ fingerprint }: Finding, { reason, expiresAt }: Acceptance) => {
      await withdraw({ name: service, fingerprint });
      tellUndoable('The acceptance is taken back.', () => void keep({ name: service, fingerprint, reason, expiresAt }));
    },
    [keep, withdraw, service],
  );
  return { accept, takeBack };
}
