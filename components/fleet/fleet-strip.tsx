'use client';

import Link from 'next/link';
import { formatCount, formatNumber } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { verdicts, verdictWord } from '#components/ui/verdict.ts';
import type { FleetSummary } from '#lib/client/outputs.ts';
import { CellGroup } from './cell-group.tsx';
import { cellSize } from './cell-layout.ts';
import classes from './strip.module.css';

type Group = FleetSummary['cells'][number];

/** One cell a service, by domain, worst left. */
export function FleetStrip({ cells, total }: { cells: Group[]; total: number }) {
  if (total === 0) return null;
  const small = isSmall(cells);
  return (
    <Panel title="Every service" aside={<span>by domain, worst first</span>} flush>
      <div className={small ? classes.tiles : classes.groups}>
        {cells.map((group) => (
          <Domain key={group.domain ?? ''} group={group} size={cellSize(total)} small={small} />
        ))}
      </div>
    </Panel>
  );
}

const fewCells = 12;

/** Few services a domain stand better side by side than in rows of their own. */
const isSmall = (cells: Group[]) => cells.every(({ services }) => services.length <= fewCells);

function Domain({ group: { domain, services }, size, small }: { group: Group; size: number; small: boolean }) {
  const name = domain ?? 'no domain';
  return (
    <div className={small ? `${classes.domain} ${classes.tile}` : classes.domain}>
      <div className={classes.title}>
        {domain === null ? (
          <span className="sb-muted">{name}</span>
        ) : (
          <Link href={`/services?domain=${encodeURIComponent(domain)}`} prefetch={false} className={classes.link}>
            {name}
          </Link>
        )}
        <span className={classes.count}>{formatNumber(services.length, 0)}</span>
      </div>
      <CellGroup services={services} size={size} label={describe(name, services)} />
    </div>
  );
}

function describe(name: string, services: Group['services']): string {
  const counts = verdicts.map((verdict) => ({ verdict, count: services.filter(([, each]) => each === verdict).length }));
  const words = counts.filter(({ count }) => count > 0).map(({ verdict, count }) => `${count} ${verdictWord[verdict]}`);
  return `${name}, ${formatCount(services.length, 'service')}: ${words.join(', ')}`;
}
