'use client';

import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { QueryList } from '#components/source/query-list.tsx';
import { Age } from '#components/ui/age.tsx';
import { KeyHint } from '#components/ui/key-hint.tsx';
import { isTyping } from '#components/ui/keyboard.ts';
import { NotKnown } from '#components/ui/quantity.tsx';
import { SkeletonRows } from '#components/ui/skeletons.tsx';
import { orpc } from '#lib/client/client.ts';
import { spellTime } from '#lib/model/quantity.ts';
import type { SignalSource } from '#lib/model/signal.ts';
import classes from './provenance.module.css';
import { type Provenance, provenanceOfGauges, provenanceOfProcesses, provenanceOfSignals } from './provenance-rows.ts';
import { type SignalWindow, saturationInput, signalsInput } from './service-state.ts';

function Row({ one }: { one: Provenance }) {
  const { name, value, at, windowSeconds, dialect, rule, series, unit } = one;
  return (
    <li className={classes.row}>
      <div className={classes.value}>
        <span className={classes.name}>{name}</span>
        <b>{value ?? <NotKnown />}</b>
        <span className={classes.age}>
          {windowSeconds === null ? null : `${windowSeconds} s · `}
          {at ? <Age at={at} /> : 'no value now'}
        </span>
      </div>
      <dl className={classes.facts}>
        <dt>Dialect</dt>
        <dd>{dialect}</dd>
        <dt>Rule</dt>
        <dd>{rule}</dd>
        <dt>Series</dt>
        <dd>
          <code>{series}</code>
        </dd>
        <dt>Unit</dt>
        <dd>{unit}</dd>
      </dl>
    </li>
  );
}

function Section({ title, rows }: { title: string; rows: Provenance[] }) {
  if (rows.length === 0) return null;
  return (
    <section>
      <h3 className={classes.heading}>{title}</h3>
      <ul className={classes.rows}>
        {rows.map((one) => (
          <Row key={one.name} one={one} />
        ))}
      </ul>
    </section>
  );
}

/** Families that were recognised and are not used, and what was left out because it contradicts itself. */
function NotUsed({ source }: { source: SignalSource | null }) {
  const { others = [], faults = [] } = source ?? {};
  if (others.length + faults.length === 0) return null;
  return (
    <section>
      <h3 className={classes.heading}>Recognised and not used</h3>
      <ul className={classes.rows}>
        {faults.map((fault) => (
          <li key={fault} className={classes.other}>
            {fault}
          </li>
        ))}
        {others.map(({ family, dialect, why }) => (
          <li key={family} className={classes.other}>
            <code>{family}</code> ({dialect}): {why}.
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Where the service is not asked itself: of whom, and the same in its language. */
function Source({ source }: { source: SignalSource | null }) {
  const from = source?.from;
  if (!from) return null;
  return (
    <section>
      <h3 className={classes.heading}>Asked of a metrics source</h3>
      <dl className={classes.asked}>
        <dt>Metrics source</dt>
        <dd>
          <code>Prometheus {from.source}</code>
        </dd>
        <dt>Labels there</dt>
        <dd>
          <code>{`{${from.selector}}`}</code>
        </dd>
        <dt>Instances</dt>
        <dd>{from.instances}</dd>
        <dt>Scraped there</dt>
        <dd>
          {from.intervalSeconds === null ? 'not known yet' : `every ${spellTime(from.intervalSeconds * 1000)}`}, newest <Age at={from.sampleAt} />
        </dd>
      </dl>
      <QueryList queries={from.queries} />
    </section>
  );
}

function Everything({ name, window }: { name: string; window: SignalWindow }) {
  const signals = useQuery(orpc.service.signals.queryOptions({ input: signalsInput(name, window) }));
  const saturation = useQuery(orpc.service.saturation.queryOptions({ input: saturationInput(name, window) }));
  if (!signals.data || !saturation.data) return <SkeletonRows rows={8} />;
  const [requests, gauges, processes] = [
    provenanceOfSignals(signals.data),
    provenanceOfGauges(saturation.data),
    provenanceOfProcesses(saturation.data),
  ];
  if (requests.length + gauges.length + processes.length === 0)
    return <p className={classes.none}>The metrics of {name} have told of nothing yet. Its tab Metrics says why.</p>;
  return (
    <div className={classes.all}>
      <Section title="Requests" rows={requests} />
      <Source source={signals.data.source} />
      <Section title="Saturation" rows={gauges} />
      <Section title="Process" rows={processes} />
      <NotUsed source={signals.data.source} />
    </div>
  );
}

/** Answers "how do I know?" for every value of the page, on one key. */
export function ProvenanceButton({ name, window: span }: { name: string; window: SignalWindow }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '?' || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button type="button" className="sb-button" onClick={() => setOpen(true)} aria-keyshortcuts="?">
        How do I know?
        <KeyHint keys="?" />
      </button>
      <Modal opened={open} onClose={() => setOpen(false)} title={`How do I know? ${name}`} size={820} closeButtonProps={{ 'aria-label': 'Close' }}>
        {open ? <Everything name={name} window={span} /> : null}
      </Modal>
    </>
  );
}
