'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useId } from 'react';
import { Fault } from '#components/ui/fault.tsx';
import { orpc } from '#lib/client/client.ts';
import type { Service } from '#lib/model/service.ts';
import classes from './runs.module.css';
import { openapiInput } from './validation-state.ts';

export function useStart(name: string) {
  const queryClient = useQueryClient();
  return useMutation(
    orpc.run.start.mutationOptions({ onSettled: () => queryClient.invalidateQueries({ queryKey: orpc.run.list.key({ input: { name } }) }) }),
  );
}

interface StartRunProps {
  service: Service;
  mayRun: boolean;
  isUnderWay: boolean;
  isPrimary?: boolean;
  onStart: () => void;
}

/** Starts a contract run that only reads, and says what it will send; who cannot start one sees why. */
export function StartRun({ service, mayRun, isUnderWay, isPrimary = false, onStart }: StartRunProps) {
  const { name, baseUrl } = service;
  const id = useId();
  const start = useStart(name);
  const document = useQuery({ ...orpc.document.revisions.queryOptions({ input: openapiInput(name) }), enabled: mayRun && baseUrl !== null });
  const hasNone = document.data?.pagination.total === 0;
  const isReady = mayRun && baseUrl !== null && !hasNone;
  return (
    <div className={classes.start}>
      <p id={id} className={classes.startNote}>
        {isReady ? `Sends GET and HEAD only, 5 requests a second.` : <WhyNot {...{ mayRun, name, hasNone }} />}
      </p>
      <button
        type="button"
        className={isPrimary ? 'sb-button sb-button-primary' : 'sb-button'}
        aria-describedby={id}
        disabled={!isReady || document.isLoading || isUnderWay || start.isPending}
        onClick={() => {
          onStart();
          start.mutate({ name, kind: 'contract' });
        }}
      >
        {start.isPending ? 'Starting …' : isUnderWay ? 'A run is under way' : 'Start contract run'}
      </button>
      {start.error ? (
        <div className={classes.startFault}>
          <Fault error={start.error} what="The run was not started" />
        </div>
      ) : null}
    </div>
  );
}

function WhyNot({ mayRun, name, hasNone }: { mayRun: boolean; name: string; hasNone: boolean }) {
  if (!mayRun) return <>Guests read. To start runs, ask an admin for the role “user”.</>;
  if (hasNone)
    return (
      <>
        There is no OpenAPI document to hold the answers against yet: <Link href={`/services/${name}?tab=api`}>upload one in the tab API</Link>.
      </>
    );
  return (
    <>
      There is no base URL to send to yet: <Link href={`/services/${name}?tab=settings`}>give one in the settings</Link>.
    </>
  );
}
