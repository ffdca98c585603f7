'use client';

import { useQuery } from '@tanstack/react-query';
import { Age } from '#components/ui/age.tsx';
import { evidenceWords } from '#components/ui/edge-words.ts';
import { Fault } from '#components/ui/fault.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { ServiceLink } from '#components/ui/service-link.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { orpc } from '#lib/client/client.ts';
import type { Outputs } from '#lib/client/outputs.ts';
import { isToSelf } from '#lib/model/graph/to-self.ts';
import { Reason } from './reason.tsx';
import classes from './service.module.css';

type Dependencies = Outputs['service']['dependencies'];
type Neighbour = Dependencies['calledBy'][number];

/** Trouble says since when; calm says nothing. */
function Stand({ neighbour }: { neighbour: Neighbour }) {
  if (neighbour.verdict === null) return <span className="sb-muted">not registered</span>;
  if (neighbour.verdict === 'up') return null;
  return (
    <span className={classes.neighbourWhy}>
      {neighbour.verdict} {neighbour.since ? <Age at={neighbour.since} form="span" /> : null}
      {neighbour.reason ? (
        <>
          {' · '}
          <Reason text={neighbour.reason} />
        </>
      ) : null}
    </span>
  );
}

function NeighbourLine({ neighbour, note }: { neighbour: Neighbour; note?: string }) {
  return (
    <li className={classes.neighbour}>
      {neighbour.verdict === null ? (
        <>
          <StateMark verdict="unknown" size={12} />
          <span>{neighbour.service}</span>
        </>
      ) : (
        <ServiceLink name={neighbour.service} verdict={neighbour.verdict} />
      )}
      {note ? <span className="sb-tag">{note}</span> : null}
      {neighbour.requestRate === null ? null : <Quantity value={neighbour.requestRate} unit="/s" />}
      <Stand neighbour={neighbour} />
    </li>
  );
}

const noteOf = ({ critical, evidence }: Neighbour, kind = 'http') =>
  [
    kind === 'http' ? '' : kind,
    critical === false ? 'optional' : '',
    critical === null ? `not declared, ${evidence.map((each) => evidenceWords[each]).join(', ')}` : '',
  ]
    .filter(Boolean)
    .join(', ');

function CalledList({ calls }: { calls: Dependencies['calls'] }) {
  return (
    <ul className={classes.list}>
      {calls.map((neighbour) => (
        <NeighbourLine key={`${neighbour.service} ${neighbour.kind}`} neighbour={neighbour} note={noteOf(neighbour, neighbour.kind)} />
      ))}
    </ul>
  );
}

const leadsToSelf = ({ service, evidence, self }: Dependencies['calls'][number]) => isToSelf({ to: service, evidence }, () => self);

/** Every service with the SDK calls Signalbox: folded, for it says nothing of what this one needs. */
function CallsToSelf({ calls }: { calls: Dependencies['calls'] }) {
  if (calls.length === 0) return null;
  return (
    <details className={classes.toSelf}>
      <summary>Signalbox itself: services register and push there</summary>
      <CalledList calls={calls} />
    </details>
  );
}

/** Who depends on whom, as it was declared or is seen, with the state of each. */
export function DependenciesPanel({ name }: { name: string }) {
  const { data, error, refetch } = useQuery(orpc.service.dependencies.queryOptions({ input: { name } }));
  return (
    <Panel title="Dependencies" aside="declared or seen">
      {error && !data ? <Fault error={error} what="The dependencies could not be read" onRetry={() => refetch()} /> : null}
      {data ? (
        <div className={classes.neighbours}>
          <section aria-label="Called by">
            <h3 className={classes.label}>Called by</h3>
            {data.calledBy.length === 0 ? <p className={classes.nobody}>No service declares that it calls {name}, and none is seen to.</p> : null}
            <ul className={classes.list}>
              {data.calledBy.map((neighbour) => (
                <NeighbourLine key={neighbour.service} neighbour={neighbour} note={noteOf(neighbour)} />
              ))}
            </ul>
          </section>
          <section aria-label="Calls">
            <h3 className={classes.label}>Calls</h3>
            {data.calls.length === 0 ? <p className={classes.nobody}>No dependency is declared, and no calls are seen. Settings take them.</p> : null}
            <CalledList calls={data.calls.filter((one) => !leadsToSelf(one))} />
            <CallsToSelf calls={data.calls.filter(leadsToSelf)} />
          </section>
        </div>
      ) : null}
    </Panel>
  );
}
