import type { SignalSource } from '#lib/model/signal.ts';
import facts from './service.module.css';
import classes from './signals.module.css';

function rowsOf(source: SignalSource): [name: string, value: string][] {
  return [
    ['Dialect', source.dialect],
    ['Rule', source.rule],
    ['Rate and errors from', source.requests ?? 'no family of this service counts requests'],
    ['Latency from', source.latency ?? 'no family of this service holds durations in buckets'],
    ['Errors told by', source.status === null ? 'nothing: no label carries the status' : `label ${source.status}`],
    ['Unit of durations', source.unit ?? 'not said'],
    ['Series added', String(source.series)],
  ];
}

/** Answers "how do I know?" for every number of the signal panels. */
export function HowKnown({ source }: { source: SignalSource }) {
  return (
    <details className={classes.how}>
      <summary>How do I know?</summary>
      <dl className={facts.pairs}>
        {rowsOf(source).map(([name, value]) => (
          <div key={name} className={facts.pair}>
            <dt>{name}</dt>
            <dd>
              <code>{value}</code>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
