'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { StateRibbon } from '#components/charts/state-ribbon.tsx';
import { Age } from '#components/ui/age.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { formatClock, formatDuration, formatMs, formatUptime } from '#components/ui/format.ts';
import { describeHistory } from '#components/ui/history-path.ts';
import { Instant } from '#components/ui/instant.tsx';
import { useHydrated } from '#components/ui/now.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { verdictWord } from '#components/ui/verdict.ts';
import { orpc } from '#lib/client/client.ts';
import type { Outputs } from '#lib/client/outputs.ts';
import type { ReadingView } from '#lib/model/reading.ts';
import type { Service } from '#lib/model/service.ts';
import { findIncidents, type Incident, shareUnseen } from './incidents.ts';
import classes from './service.module.css';
import { readingsInput } from './service-state.ts';

type Readings = Outputs['service']['readings'];

const shownIncidents = 4;
const shownLooks = 8;

function IncidentLine({ incident }: { incident: Incident }) {
  const { verdict, fromMs, toMs, ongoing, broken } = incident;
  const hydrated = useHydrated();
  const since = `${broken ? 'on and off ' : ''}since ${formatClock(fromMs)}`;
  const when = ongoing ? since : `${formatClock(fromMs)}–${formatClock(toMs)}`;
  return (
    <li className={classes.incident}>
      <StateMark verdict={verdict} size={12} />
      <span>
        {verdictWord[verdict]} {hydrated ? when : ''}
      </span>
      <span className="sb-muted">{ongoing ? <Age at={new Date(fromMs).toISOString()} form="span" /> : formatDuration(toMs - fromMs)}</span>
    </li>
  );
}

function Incidents({ incidents, unseen }: { incidents: Incident[]; unseen: number }) {
  if (incidents.length === 0)
    return <p className={classes.calm}>{unseen === 1 ? 'Nobody has looked in the last 24 hours.' : 'No trouble in what was seen.'}</p>;
  return (
    <ul className={classes.incidents}>
      {incidents.slice(0, shownIncidents).map((incident) => (
        <IncidentLine key={`${incident.fromMs}${incident.verdict}`} incident={incident} />
      ))}
      {incidents.length > shownIncidents ? <li className="sb-muted">and {incidents.length - shownIncidents} earlier</li> : null}
    </ul>
  );
}

function Ribbon({ steps, stepSeconds }: Pick<Readings, 'steps' | 'stepSeconds'>) {
  const verdicts = steps.map(({ verdict }) => verdict);
  const minutes = Math.round(stepSeconds / 60);
  return <StateRibbon steps={steps} stepSeconds={stepSeconds} label={`Health, last 24 h: ${describeHistory(verdicts, `× ${minutes} min`)}`} />;
}

const dayMs = 86_400_000;
const formatSeen = (share: number) => (share < 0.5 ? formatDuration(share * dayMs) : `${Math.round(share * 100)} %`);

/** How the service was, last 24 hours: a ribbon of states, its troubles in words, its uptime. */
export function HealthPanel({ service: { name, verdict, since } }: { service: Service }) {
  const { data, error, refetch } = useQuery(orpc.service.readings.queryOptions({ input: readingsInput(name) }));
  const unseen = data ? shareUnseen(data.steps) : 0;
  const uptime = data ? (
    <span>
      uptime <span className={classes.strong}>{formatUptime(data.uptime)}</span>
      {unseen > 0.05 && unseen < 1 ? ` of the ${formatSeen(1 - unseen)} that was seen` : ''}
    </span>
  ) : null;
  return (
    <Panel title="Health, last 24 h" aside={uptime}>
      <div className={classes.health}>
        {error && !data ? <Fault error={error} what="The history could not be read" onRetry={() => refetch()} /> : null}
        {data ? (
          <>
            <Ribbon steps={data.steps} stepSeconds={data.stepSeconds} />
            <Incidents incidents={findIncidents(data.steps, data.stepSeconds, { verdict, sinceMs: Date.parse(since) })} unseen={unseen} />
          </>
        ) : null}
      </div>
    </Panel>
  );
}

function LookLine({ look }: { look: ReadingView }) {
  return (
    <tr>
      <td className="sb-muted">
        <Instant at={look.at} form="seconds" />
      </td>
      <td>
        <StateMark verdict={look.verdict} word />
      </td>
      <td className={classes.reason}>{look.reason}</td>
      <td className="sb-right sb-number">{formatMs(look.durationMs)}</td>
    </tr>
  );
}

/** The latest looks at the health endpoint, newest first. */
export function LooksPanel({ name }: { name: string }) {
  const [all, setAll] = useState(false);
  const { data } = useQuery(orpc.service.readings.queryOptions({ input: readingsInput(name) }));
  const looks = data?.readings ?? [];
  const more = looks.length > shownLooks;
  return (
    <Panel title="Latest looks" aside={data && looks.length > 0 ? `last ${looks.length}` : null} flush>
      <div className={classes.looks}>
        {data && looks.length === 0 ? <p className={classes.nothing}>No look yet. The first one comes within the poll interval.</p> : null}
        {looks.length > 0 ? (
          <table className="sb-table sb-cards sb-cards-dense">
            <thead>
              <tr>
                <th scope="col">At</th>
                <th scope="col">State</th>
                <th scope="col">What came back</th>
                <th scope="col" className="sb-right">
                  Took
                </th>
              </tr>
            </thead>
            <tbody>
              {looks.slice(0, all ? looks.length : shownLooks).map((look) => (
                <LookLine key={look.at} look={look} />
              ))}
            </tbody>
          </table>
        ) : null}
      </div>
      {more ? (
        <div className={classes.foot}>
          <button type="button" className="sb-button sb-button-small" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show all ${looks.length}`}
          </button>
        </div>
      ) : null}
    </Panel>
  );
}
