'use client';

import { useElementSize } from '@mantine/hooks';
import { useMemo, useRef } from 'react';
import { HeatChart } from '#components/charts/heat-chart.tsx';
import { formatObjective } from '#components/ui/format.ts';
import type { WallPanelData } from '#lib/model/wall.ts';
import classes from './panel.module.css';
import { Quiet } from './panel-row.tsx';

type Heat = Extract<WallPanelData, { kind: 'heat' }>;

const none: [] = [];

/** How long a service takes, as its buckets tell it, over the last hour. Drawn anew only when it was read anew. */
export function HeatPanel({ data: told }: { data: Heat }) {
  const { ref, height } = useElementSize();
  const box = useRef<HTMLDivElement>(null);
  const held = useRef(told);
  if (held.current.to !== told.to || held.current.service !== told.service) held.current = told;
  const data = held.current;
  const objective = useMemo(() => data.objective && { thresholdMs: data.objective.thresholdMs, label: formatObjective(data.objective) }, [data]);
  if (data.rows.length === 0) return <Quiet words="No histogram tells its latency." verdict="unknown" />;
  return (
    <div ref={box} className={classes.heat}>
      <div ref={ref} className={classes.whole}>
        {height > 0 ? (
          <HeatChart
            {...{ heat: data, height, objective, marks: none, density: 'wall' }}
            fontPx={box.current ? Number.parseFloat(getComputedStyle(box.current).fontSize) : undefined}
            label={`Latency of ${data.service}, last hour`}
          />
        ) : null}
      </div>
    </div>
  );
}
