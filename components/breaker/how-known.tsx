import { Age } from '#components/ui/age.tsx';
import type { Breaker, BreakerSource } from '#lib/model/breaker.ts';
import classes from './breaker.module.css';
import { linesOfSource } from './words.ts';

/** Answers "how do I know?" for one breaker or lane. */
export function HowKnown({ source, policy = null, seenAt }: { source: BreakerSource; policy?: Breaker['policy']; seenAt: string }) {
  return (
    <details className={classes.how}>
      <summary>How do I know?</summary>
      <dl className={classes.pairs}>
        {linesOfSource(source, policy).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <code>{value}</code>
            </dd>
          </div>
        ))}
        <div>
          <dt>Told</dt>
          <dd>
            <Age at={seenAt} />
          </dd>
        </div>
      </dl>
    </details>
  );
}
