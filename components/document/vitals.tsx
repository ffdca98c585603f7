'use client';

import type { ReactNode } from 'react';
import { Age } from '#components/ui/age.tsx';
import { formatIntervalMs } from '#components/ui/format.ts';
import { NotKnown, Quantity } from '#components/ui/quantity.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { toFault } from '#lib/client/fault.ts';
import type { OperationEntry } from '#lib/model/document.ts';
import { metricsPlaceOf } from '#lib/model/metrics-place.ts';
import type { Service } from '#lib/model/service.ts';
import type { LiveOutput } from './outputs.ts';
import classes from './vitals.module.css';

type Numbers = Pick<LiveOutput['service'], 'requestRate' | 'errorRatio' | 'latencyMsP95'>;

const breakerWords: Record<LiveOutput['service']['breakerState'], string> = {
  closed: 'closed',
  'half-open': 'half-open',
  open: 'open',
  'forced-open': 'forced open',
  disabled: 'disabled',
  unknown: 'no breaker reports',
};

interface VitalsProps {
  service: Service;
  entry: OperationEntry;
  live: LiveOutput | null;
  error: Error | null;
}

/** How the operation does now; where its metrics do not say, how its service does, and that this is what is shown. */
export function Vitals({ service, entry, live, error }: VitalsProps) {
  const own = live?.operations[entry.key];
  const isNow = own !== undefined && (own.requestRate !== null || own.errorRatio !== null || own.latencyMsP95 !== null);
  const shown = isNow ? own : live?.service;
  const whose = isNow ? 'operation' : 'service';
  if (live && !isNow && live.service.signalsAt === null && !own) return <Silence {...{ live, service }} />;
  return (
    <section className={classes.vitals} aria-label="How it does now" aria-busy={!live && !error}>
      <div className={classes.cells}>
        <Numbers numbers={shown ?? null} whose={whose} waiting={!live && !error} />
        <Cell title="Breaker" whose="service">
          {live ? (
            <span data-muted={live.service.breakerState === 'unknown' || undefined}>{breakerWords[live.service.breakerState]}</span>
          ) : (
            <NotKnown />
          )}
        </Cell>
        <Cell title="Last seen" whose="operation">
          {live ? <LastSeen seenAt={own?.seenAt ?? null} service={service} named={Object.keys(live.operations).length > 0} /> : <NotKnown />}
        </Cell>
      </div>
      <p className={classes.note}>
        {error ? `How it does now could not be read: ${toFault(error).message}` : null}
        {live ? <Whose {...{ live, isNow, entry, service }} /> : null}
      </p>
    </section>
  );
}

/** Nothing is measured: one line is enough to say so. */
function Silence({ live, service }: { live: LiveOutput; service: Service }) {
  return (
    <section className={classes.vitals} aria-label="How it does now">
      <p className={classes.silence}>
        <span>
          {metricsPlaceOf(service) === null ? `${service.name} has no metrics path` : `The metrics of ${service.name} say nothing yet`}: rate, errors,
          p95 and last seen are not known.
        </span>
        <span>{live.service.breakerState === 'unknown' ? 'no breaker reports' : `breaker ${breakerWords[live.service.breakerState]}`}</span>
        <Trouble service={service} />
      </p>
    </section>
  );
}

function Trouble({ service }: { service: Service }) {
  if (service.verdict === 'up') return null;
  return (
    <span className={classes.trouble}>
      <StateMark verdict={service.verdict} size={12} word /> {service.reason}
    </span>
  );
}

function Numbers({ numbers, whose, waiting }: { numbers: Numbers | null; whose: string; waiting: boolean }) {
  const of = (value: ReactNode) => (waiting ? <span className={classes.bone} /> : value);
  return (
    <>
      <Cell title="Rate" whose={whose}>
        {of(<Quantity value={numbers?.requestRate ?? null} unit="/s" />)}
      </Cell>
      <Cell title="Errors" whose={whose}>
        {of(<Quantity value={numbers?.errorRatio ?? null} unit="%" />)}
      </Cell>
      <Cell title="p95" whose={whose}>
        {of(numbers?.latencyMsP95 ? <span className="sb-number">{formatIntervalMs(numbers.latencyMsP95)}</span> : <NotKnown />)}
      </Cell>
    </>
  );
}

function Cell({ title, whose, children }: { title: string; whose: string; children: ReactNode }) {
  return (
    <div className={classes.cell}>
      <span className={classes.title}>
        {title}
        {whose === 'service' ? <span className="sb-muted"> of the service</span> : null}
      </span>
      <span className={classes.value}>{children}</span>
    </div>
  );
}

function LastSeen({ seenAt, service, named }: { seenAt: string | null; service: Service; named: boolean }) {
  if (seenAt !== null) return <Age at={seenAt} />;
  if (!named) return <span className={classes.muted}>not said</span>;
  return (
    <span className={classes.muted}>
      never in <Age at={service.createdAt} form="span" />
    </span>
  );
}

/** Whose numbers stand above, how old they are, and how the service stands. */
function Whose({ live, isNow, entry, service }: { live: LiveOutput; isNow: boolean; entry: OperationEntry; service: Service }) {
  const { signalsAt } = live.service;
  const age = signalsAt ? (
    <>
      {' '}
      <Age at={signalsAt} />
    </>
  ) : null;
  const what = entry.kind === 'channel' ? 'channel' : 'operation';
  return (
    <>
      {isNow ? <span>By the service's metrics,{age}.</span> : null}
      {!isNow && signalsAt ? (
        <span>
          This {what} is not said by the metrics: rate, errors and p95 are those of {service.name},{age}.
        </span>
      ) : null}
      <Trouble service={service} />
    </>
  );
}
