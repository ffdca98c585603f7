'use client';

import { Age } from '#components/ui/age.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { formatCount } from '#components/ui/format.ts';
import { PageHead } from '#components/ui/page-head.tsx';
import { SkeletonPage } from '#components/ui/skeletons.tsx';
import type { FleetSummary } from '#lib/client/outputs.ts';
import { Blindness } from './blindness.tsx';
import { Changed } from './changed.tsx';
import { FirstSteps } from './first-steps.tsx';
import classes from './fleet.module.css';
import { useFleet } from './fleet-data.ts';
import { FleetStrip } from './fleet-strip.tsx';
import { Handover } from './handover.tsx';
import { Slowest } from './slowest.tsx';
import { VerdictCounts } from './verdict-counts.tsx';
import { Wrong } from './wrong.tsx';

/** The entry that Signalbox makes for itself. */
const selfName = 'signalbox';

const isFresh = ({ cells, total }: FleetSummary) => total === 0 || (total === 1 && cells[0]?.services[0]?.[0] === selfName);

/** Everything at a glance. */
export function FleetPage({ mayRegister }: { mayRegister: boolean }) {
  const fleet = useFleet();
  if (fleet.data) return <FleetView fleet={fleet.data} mayRegister={mayRegister} />;
  if (fleet.isError) return <Fault error={fleet.error} what="The fleet could not be read" onRetry={() => void fleet.refetch()} />;
  return <SkeletonPage height={640} />;
}

function FleetView({ fleet, mayRegister }: { fleet: FleetSummary; mayRegister: boolean }) {
  return (
    <div className={classes.page}>
      <PageHead title="Fleet" meta={<FleetMeta fleet={fleet} />} />
      <Blindness lastLookAt={fleet.lastLookAt} />
      <VerdictCounts counts={fleet.counts} breakers={fleet.breakers} />
      {isFresh(fleet) ? <FirstSteps mayRegister={mayRegister} /> : null}
      <div className={classes.columns}>
        <div className={classes.column}>
          <Wrong fleet={fleet} />
          <Slowest slowest={fleet.slowest} />
        </div>
        <div className={classes.beside}>
          <Changed />
        </div>
      </div>
      <FleetStrip cells={fleet.cells} total={fleet.total} />
      {fleet.total > 0 ? <Handover /> : null}
    </div>
  );
}

function FleetMeta({ fleet }: { fleet: FleetSummary }) {
  return (
    <span className="sb-number">
      {formatCount(fleet.total, 'service')}
      {fleet.lastLookAt ? (
        <>
          {' · '}
          <Age at={fleet.lastLookAt} prefix="last look" />
        </>
      ) : null}
    </span>
  );
}
