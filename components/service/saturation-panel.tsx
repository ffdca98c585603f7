'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Age } from '#components/ui/age.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { formatCount, formatRatio } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { SkeletonBlock } from '#components/ui/skeletons.tsx';
import { Sparkline } from '#components/ui/sparkline.tsx';
import { orpc } from '#lib/client/client.ts';
import type { Saturation } from '#lib/model/gauge-view.ts';
import type { Service } from '#lib/model/service.ts';
import { describeGauge, gaugeTitles, nearlyFull } from './gauge-words.ts';
import classes from './saturation.module.css';
import { explainNoGauges } from './saturation-words.ts';
import { type SignalWindow, saturationInput } from './service-state.ts';

type PlacedGauge = Saturation['gauges'][number];

/** How full it is, drawn as a bar; without a bound there is nothing to draw. */
function Bar({ share }: { share: number | null }) {
  return (
    <svg
      className={classes.bar}
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      aria-hidden="true"
      data-full={(share ?? 0) >= nearlyFull || undefined}
    >
      {share === null ? null : <rect className={classes.used} width={Math.max(share * 100, 0.5)} height="4" />}
    </svg>
  );
}

function Full() {
  return (
    <span className={classes.full}>
      <svg width="10" height="10" viewBox="0 0 14 14" aria-hidden="true">
        <path d="M7 2.2 12.2 11.4H1.8Z" fill="currentColor" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round" />
      </svg>
      nearly full
    </span>
  );
}

function Multiple({ gauge, many, window }: { gauge: PlacedGauge; many: boolean; window: string }) {
  const { kind, of, share, unit, series, at, place, bound } = gauge;
  const title = gaugeTitles[kind];
  return (
    <li className={classes.one}>
      <div className={classes.name}>
        <span className={classes.title}>{title}</span>
        {of === '' ? null : (
          <span className={classes.of} title={of}>
            {of}
          </span>
        )}
      </div>
      <div className={classes.now}>
        <span className={classes.value}>{describeGauge(gauge)}</span>
        <Sparkline values={series} label={`${title} ${of}, highest of each step, ${window}`} />
      </div>
      <Bar share={bound === null && unit !== 'share' ? null : share} />
      <div className={classes.foot}>
        {share === null ? <span>no bound exported</span> : <span>{share >= nearlyFull ? <Full /> : formatRatio(share)}</span>}
        <span className={classes.age} title={place || undefined}>
          {many && place ? `${place.replace(/^https?:\/\//, '')} · ` : ''}
          <Age at={at} />
        </span>
      </div>
    </li>
  );
}

/** What the runtime could say and does not, each with the line that adds it. */
function Missing({ missing }: Pick<Saturation, 'missing'>) {
  if (missing.length === 0) return null;
  const names = missing.map(({ kind }) => gaugeTitles[kind].toLowerCase());
  return (
    <details className={classes.missing}>
      <summary>Not exported: {names.join(', ')}. How to add it</summary>
      <dl className={classes.hows}>
        {missing.map(({ kind, how }) => (
          <div key={kind} className={classes.how}>
            <dt>This service exports no {gaugeTitles[kind].toLowerCase()}</dt>
            <dd>
              <code>{how}</code>
              <CopyButton text={how} what={`line for ${gaugeTitles[kind].toLowerCase()}`} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** Uptime, restarts and version of the processes, as their metrics say them. */
function Processes({ processes }: Pick<Saturation, 'processes'>) {
  const [first, ...others] = processes;
  if (!first) return null;
  const restarts = processes.reduce((sum, one) => sum + one.restarts, 0);
  const started = processes.flatMap(({ startedAt }) => startedAt ?? []).sort();
  const versions = [...new Set(processes.flatMap(({ version }) => version ?? []))];
  return (
    <>
      {others.length > 0 ? <span>{processes.length} instances</span> : null}
      {started[0] ? <Age at={started.at(-1) ?? started[0]} prefix="up" form="span" /> : <span>start not exported</span>}
      {started[0] ? <span>{restarts === 0 ? 'no restart seen' : `${formatCount(restarts, 'restart')} seen`}</span> : null}
      {versions.length > 0 ? <span className="sb-mono">{versions.join(', ')}</span> : null}
    </>
  );
}

interface SaturationPanelProps {
  service: Service;
  window: SignalWindow;
}

/** How full the service is, as small multiples; or in their place why there are none and what to add. */
export function SaturationPanel({ service, window }: SaturationPanelProps) {
  const { data, error, refetch } = useQuery({
    ...orpc.service.saturation.queryOptions({ input: saturationInput(service.name, window) }),
    placeholderData: keepPreviousData,
  });
  if (!data)
    return error ? <Fault error={error} what="The saturation could not be read" onRetry={() => refetch()} /> : <SkeletonBlock height={180} />;
  const none = data.gauges.length === 0 ? explainNoGauges(service, data) : null;
  const many = data.processes.length > 1;
  return (
    <Panel title="Saturation" aside={<Processes processes={data.processes} />}>
      {none ? (
        <Empty title={none.title} text={none.text} />
      ) : (
        <ul className={classes.multiples}>
          {data.gauges.map((gauge) => (
            <Multiple key={`${gauge.kind} ${gauge.of}`} gauge={gauge} many={many} window={window} />
          ))}
        </ul>
      )}
      <Missing missing={data.missing} />
    </Panel>
  );
}
