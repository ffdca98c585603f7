import { formatRate, formatRatio } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import type { BreakerList } from '#lib/model/breaker.ts';
import classes from './breaker.module.css';
import { BreakerEnds } from './breaker-line.tsx';
import { HowKnown } from './how-known.tsx';
import lane from './lane.module.css';

type Capacity = BreakerList['capacity'][number];
type Ejection = BreakerList['ejections'][number];

/** Limits and ejected endpoints: beside the breakers, because full is not broken. */
export function Lanes({ list: { capacity, ejections } }: { list: Pick<BreakerList, 'capacity' | 'ejections'> }) {
  if (capacity.length + ejections.length === 0) return null;
  return (
    <div className={classes.lanes}>
      {capacity.length > 0 ? (
        <Panel title="Capacity" aside="limits of connections and calls: full is not broken" flush>
          <ul className={classes.list}>
            {capacity.map((one) => (
              <li key={`${one.caller} ${one.name}`} className={lane.lane} data-full={one.full || undefined}>
                <BreakerEnds {...one} />
                <span className={lane.laneState}>{describeCapacity(one)}</span>
                <HowKnown source={one.source} seenAt={one.seenAt} />
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
      {ejections.length > 0 ? (
        <Panel title="Endpoints" aside="taken out by a balancer" flush>
          <ul className={classes.list}>
            {ejections.map((one) => (
              <li key={`${one.caller} ${one.name}`} className={lane.lane} data-full={(one.out ?? 0) > 0 || undefined}>
                <BreakerEnds {...one} />
                <span className={lane.laneState}>{describeEjection(one)}</span>
                <HowKnown source={one.source} seenAt={one.seenAt} />
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
    </div>
  );
}

function describeCapacity({ full, used, rejectionRate, stale }: Capacity): string {
  if (stale) return 'not known any more';
  const words = [
    full === null ? null : full ? 'full' : 'has room',
    used === null ? null : `${formatRatio(used)} used`,
    rejectionRate === null ? null : rejectionRate > 0 ? `turns away ${formatRate(rejectionRate)}` : 'turns nobody away',
  ];
  return words.filter((word) => word !== null).join(' · ') || 'says nothing yet';
}

function describeEjection({ out, total, stale }: Ejection): string {
  if (stale || out === null) return 'not known any more';
  return total === null ? `${out} out` : `${out} of ${total} out`;
}
