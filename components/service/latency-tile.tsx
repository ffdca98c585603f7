'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { LatencyPanel } from '#components/latency/latency-panel.tsx';
import { latencyInput } from '#components/latency/latency-state.ts';
import { Fault } from '#components/ui/fault.tsx';
import { SkeletonBlock } from '#components/ui/skeletons.tsx';
import { orpc } from '#lib/client/client.ts';
import classes from './signals.module.css';

const frameHeight = 180;
const readoutHeight = 44;

/** The latency among the other signals: the same panel as on its own tab, small. */
export function LatencyTile({ name, window }: { name: string; window: string }) {
  const { data, error, refetch } = useQuery({
    ...orpc.latency.ofService.queryOptions({ input: latencyInput(name, window) }),
    placeholderData: keepPreviousData,
  });
  if (!data)
    return error ? <Fault error={error} what="The latency could not be read" onRetry={() => refetch()} /> : <SkeletonBlock height={frameHeight} />;
  const empty = <p className={classes.absent}>The metrics hold no durations. A histogram brings percentiles.</p>;
  return <LatencyPanel latency={data} density="compact" height={frameHeight - readoutHeight} empty={empty} />;
}
