import type { ReactNode } from 'react';
import { tellChange } from '#components/fleet/change-words.ts';
import { keyOf } from '#components/fleet/trouble-words.ts';
import { formatDuration, formatIntervalMs, formatNumber, formatRate, formatRatio } from '#components/ui/format.ts';
import { panelKinds } from '#lib/model/wall/fit.ts';
import type { WallPanelData } from '#lib/model/wall.ts';
import { Handover } from './handover.tsx';
import { HeatPanel } from './heat-panel.tsx';
import { PanelRow, Quiet } from './panel-row.tsx';
import { SignalRows } from './signal-rows.tsx';
import type { WallView } from './view.ts';
import { nameOf, sayFollows, sayReason, saySince } from './words.ts';

type Data<K extends WallPanelData['kind']> = Extract<WallPanelData, { kind: K }>;
type Drawers = { [K in WallPanelData['kind']]: (data: Data<K>, view: WallView, rows: number) => ReactNode };

function Ranking({ view: { frame, nowMs }, rows }: { view: WallView; rows: number }) {
  if (frame.problems.length === 0) return <Quiet words="Nothing is wrong." verdict="up" />;
  return frame.problems
    .slice(0, rows)
    .map((problem) => (
      <PanelRow
        key={keyOf(problem)}
        verdict={problem.kind === 'service' ? problem.verdict : undefined}
        breaker={problem.kind === 'breaker' ? problem.state : undefined}
        name={nameOf(problem)}
        detail={[sayFollows(problem), sayReason(problem, nowMs)].filter((part) => part !== '').join(' · ')}
        value={saySince(problem, nowMs)}
      />
    ));
}

function Neighbours({ data, rows }: { data: Data<'neighbours'>; rows: number }) {
  const all = [
    ...data.callers.map((one) => ({ ...one, key: `caller ${one.name}`, detail: 'calls it' })),
    ...data.callees.map((one) => ({ ...one, key: `callee ${one.name}`, detail: 'it calls' })),
  ];
  const rank = { down: 0, degraded: 1, unknown: 2, maintenance: 3, up: 4 };
  const worst = all.sort((a, b) => rank[a.verdict ?? 'unknown'] - rank[b.verdict ?? 'unknown']).slice(0, rows - 1);
  return (
    <>
      <PanelRow verdict={data.verdict} name={data.service} value={data.verdict} />
      {worst.map(({ key, name, verdict, breakerState, detail }) => (
        <PanelRow
          key={key}
          verdict={verdict ?? 'unknown'}
          name={name}
          detail={detail}
          value={breakerState === null || breakerState === 'closed' ? (verdict ?? 'not registered') : `breaker ${breakerState}`}
        />
      ))}
    </>
  );
}

/** How each kind of panel is drawn: a panel that is added is one line here, and one where it is read. */
const drawers: Drawers = {
  ranking: (_data, view, rows) => <Ranking view={view} rows={rows} />,
  missing: ({ reason }) => <Quiet words={reason} verdict="unknown" />,
  breakers: ({ breakers }, { nowMs }) =>
    breakers.length === 0 ? (
      <Quiet words="No service tells of a breaker." verdict="unknown" />
    ) : (
      breakers.map(({ caller, callee, state, since, errorRatio }) => (
        <PanelRow
          key={`${caller} ${callee}`}
          breaker={state}
          name={`${caller} → ${callee}`}
          detail={errorRatio === null ? null : `${formatRatio(errorRatio)} fail`}
          value={`${state} ${formatDuration(nowMs - Date.parse(since))}`}
        />
      ))
    ),
  latency: ({ services }) =>
    services.length === 0 ? (
      <Quiet words="No service tells its latency." verdict="unknown" />
    ) : (
      services.map(({ service, latencyMsP95, requestRate }) => (
        <PanelRow key={service} name={service} detail={formatRate(requestRate)} value={`p95 ${formatIntervalMs(latencyMsP95)}`} />
      ))
    ),
  signals: (data, { nowMs }) => <SignalRows data={data} nowMs={nowMs} />,
  heat: (data) => <HeatPanel data={data} />,
  neighbours: (data, _view, rows) => <Neighbours data={data} rows={rows} />,
  changes: ({ changes }, { nowMs }) =>
    changes.length === 0 ? (
      <Quiet words="Nothing has changed yet." verdict="up" />
    ) : (
      changes.map((change) => {
        const { service, words, verdict } = tellChange(change);
        return (
          <PanelRow
            key={change.id}
            verdict={verdict ?? undefined}
            name={service === null ? words : `${service} ${words}`}
            value={formatDuration(nowMs - Date.parse(change.at))}
          />
        );
      })
    ),
  handover: ({ handover }, _view, rows) =>
    handover.rows.length === 0 ? <Quiet words="Nothing left its calm state." verdict="up" /> : <Handover handover={handover} rows={rows} />,
};

/** What stands above a panel: what it is, of which service, over which span. */
export function titleOf(data: WallPanelData): string {
  if (data.kind === 'missing') return 'Not there';
  if (data.kind === 'signals') return data.service;
  if (data.kind === 'heat') return `${data.service}, p95 ${formatIntervalMs(data.p95)}`;
  if (data.kind === 'neighbours') return `Around ${data.service}`;
  if (data.kind === 'breakers') return `Breakers, worst of ${formatNumber(data.total, 0)}`;
  return panelKinds[data.kind].title;
}

/** One panel, with at most so many rows. */
export function PanelBody({ data, view, rows }: { data: WallPanelData; view: WallView; rows: number }) {
  const draw = drawers[data.kind] as (data: WallPanelData, view: WallView, rows: number) => ReactNode;
  return draw(data, view, rows);
}
