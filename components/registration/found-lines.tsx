'use client';

import { Switch, TextInput } from '@mantine/core';
import { Age } from '#components/ui/age.tsx';
import { formatCount, formatMs } from '#components/ui/format.ts';
import type { Confidence, Discovery, Find } from '#lib/model/discovery.ts';
import type { TargetKind, TargetState } from '#lib/model/reading.ts';
import { addressOf } from './base-url.ts';
import classes from './found.module.css';
import type { FormHandle } from './use-service-form.ts';

const kinds = [
  {
    kind: 'health',
    field: 'healthCheckPath',
    label: 'Health',
    usual: '/health',
    missing: 'no health endpoint at the usual places; the path below is looked at',
  },
  { kind: 'metrics', field: 'metricsPath', label: 'Metrics', usual: '/metrics', missing: 'no metrics at the usual places' },
  { kind: 'document', field: 'openapiPath', label: 'API document', usual: '/openapi.json', missing: 'no API document at the usual places' },
] as const;

type Kind = (typeof kinds)[number];

interface FoundLinesProps {
  form: FormHandle;
  discovery: Discovery | null;
  isLooking: boolean;
  /** What the last looks of the worker saw; none for a new service. */
  looks?: readonly TargetState[];
}

/** Where Signalbox will look: one line for each kind, with its evidence and a switch. */
export function FoundLines({ form, discovery, isLooking, looks }: FoundLinesProps) {
  return (
    <ul className={classes.lines} aria-label="What Signalbox looks at" aria-busy={isLooking}>
      {kinds.map((kind) => (
        <FoundLine key={kind.kind} kind={kind} {...{ form, discovery, isLooking, looks }} />
      ))}
    </ul>
  );
}

/** What was found at the path that stands in the form, if anything was. */
function findFor(discovery: Discovery | null, kind: TargetKind, path: string | null): Find | null {
  if (!discovery) return null;
  const all = [discovery[kind], ...discovery.others.filter((other) => other.kind === kind)];
  return all.find((find) => find?.path === path) ?? null;
}

function FoundLine({ kind, form, discovery, isLooking, looks }: FoundLinesProps & { kind: Kind }) {
  const path = form.values[kind.field];
  const isHealth = kind.kind === 'health';
  const find = findFor(discovery, kind.kind, path);
  const look = discovery ? undefined : looks?.find(({ url }) => url === addressOf(form.values.baseUrl, path));
  const better = find === null && path !== null ? (discovery?.[kind.kind] ?? null) : null;
  const suggested = discovery?.[kind.kind]?.path ?? kind.usual;
  return (
    <li className={classes.found} data-off={path === null || undefined}>
      <Switch
        className={classes.switch}
        label={kind.label}
        checked={path !== null}
        disabled={isHealth}
        title={isHealth ? 'Every service has a health endpoint' : undefined}
        onChange={(event) => form.set(kind.field, event.currentTarget.checked ? suggested : null)}
      />
      <TextInput
        className={classes.path}
        aria-label={`Path of ${kind.label.toLowerCase()}`}
        autoComplete="off"
        spellCheck={false}
        placeholder="not looked at"
        disabled={path === null}
        value={path ?? ''}
        error={form.faults[kind.field]}
        onChange={(event) => form.set(kind.field, event.currentTarget.value)}
      />
      <span className={classes.evidence}>
        <Evidence {...{ find, look, discovery, isLooking }} missing={better ? 'not among what was found' : kind.missing} off={path === null} />
        {better && !isLooking ? (
          <button type="button" className="sb-button sb-button-small" onClick={() => form.set(kind.field, better.path)}>
            Use {better.path}
          </button>
        ) : null}
      </span>
    </li>
  );
}

interface EvidenceProps {
  find: Find | null;
  look: TargetState | undefined;
  discovery: Discovery | null;
  isLooking: boolean;
  missing: string;
  off: boolean;
}

function Evidence({ find, look, discovery, isLooking, missing, off }: EvidenceProps) {
  if (isLooking) return 'looking …';
  if (find)
    return (
      <>
        <span className={classes.confidence}>
          <Certainty confidence={find.confidence} />
          {find.confidence}
        </span>
        <span className={classes.seen}>{find.evidence}</span>
        <span className="sb-number">{formatMs(find.durationMs)}</span>
      </>
    );
  if (look)
    return (
      <>
        <span className={classes.seen}>{look.reason}</span>
        <span className="sb-number">
          {formatMs(look.durationMs)} · <Age at={look.at} />
        </span>
      </>
    );
  if (!discovery || off) return off ? 'off' : null;
  return discovery.reachable ? missing : 'could not be looked at';
}

/** One to three bars: how sure. */
function Certainty({ confidence }: { confidence: Confidence }) {
  const bars = { certain: 3, likely: 2, possible: 1 }[confidence];
  return (
    <svg width="14" height="10" viewBox="0 0 14 10" aria-hidden="true">
      {[0, 1, 2].map((bar) => (
        <rect key={bar} x={bar * 5} y={6 - bar * 3} width="3" height={4 + bar * 3} rx="1" fill="currentColor" opacity={bar < bars ? 1 : 0.25} />
      ))}
    </svg>
  );
}

/** Every place looked at, for whoever wonders why something was not found. */
export function LookedPlaces({ discovery }: { discovery: Discovery }) {
  if (discovery.looked.length === 0) return null;
  return (
    <details className={classes.looked}>
      <summary>
        {formatCount(discovery.looked.length, 'place')} looked at in {formatMs(discovery.durationMs)}
      </summary>
      <ul>
        {discovery.looked.map(({ kind, path, result }) => (
          <li key={`${kind} ${path}`}>
            <code>{path}</code>
            <span>{result}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
