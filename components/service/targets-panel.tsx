'use client';

import { Age } from '#components/ui/age.tsx';
import { formatMs } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { metricsPlaceOf } from '#lib/model/metrics-place.ts';
import type { TargetKind, TargetState } from '#lib/model/reading.ts';
import type { Service } from '#lib/model/service.ts';
import classes from './service.module.css';

const words: Record<TargetKind, string> = { health: 'Health', metrics: 'Metrics', document: 'API document' };
const kinds: TargetKind[] = ['health', 'metrics', 'document'];
const later = (one: string, other: string | null) => (other !== null && other > one ? other : one);

/** The live feed carries the ages of the service's state, not of its targets: the later one is the true one. */
function lookedAt(target: TargetState, service: Service): string {
  if (target.kind === 'health') return later(target.at, service.checkedAt);
  return target.kind === 'metrics' && target.ok ? later(target.at, service.signalsAt) : target.at;
}

function pathOf(kind: TargetKind, service: Service): string | null {
  const metrics = metricsPlaceOf(service);
  return { health: service.healthFromUp ? metrics : service.healthCheckPath, metrics, document: service.openapiPath }[kind];
}

function TargetLine({ kind, service }: { kind: TargetKind; service: Service }) {
  const target = service.targets.find((one) => one.kind === kind);
  const path = pathOf(kind, service);
  return (
    <li className={classes.target}>
      <div className={classes.targetHead}>
        {target ? <StateMark verdict={target.ok ? 'up' : 'down'} size={12} /> : <StateMark verdict="unknown" size={12} />}
        <span className={classes.strong}>{words[kind]}</span>
        <span className={classes.targetWhy}>
          {target ? target.reason : path === null ? 'none registered' : service.baseUrl === null ? 'no base URL yet' : 'not looked at yet'}
        </span>
        {target ? (
          <span className={classes.targetAge}>
            {formatMs(target.durationMs)} · <Age at={lookedAt(target, service)} />
          </span>
        ) : null}
      </div>
      {target || path ? <code className={classes.url}>{target?.url ?? path}</code> : null}
    </li>
  );
}

/** Where we look, and what came back last. */
export function TargetsPanel({ service }: { service: Service }) {
  return (
    <Panel title="Targets" aside={`every ${service.pollIntervalSeconds} s`} flush>
      <ul className={classes.targets}>
        {kinds.map((kind) => (
          <TargetLine key={kind} kind={kind} service={service} />
        ))}
      </ul>
    </Panel>
  );
}
