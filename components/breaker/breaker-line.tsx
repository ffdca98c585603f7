'use client';

import Link from 'next/link';
import { useState } from 'react';
import { Age } from '#components/ui/age.tsx';
import { breakerColor, breakerOrder, breakerWord } from '#components/ui/breaker.ts';
import { BreakerMark } from '#components/ui/breaker-mark.tsx';
import { formatRate, formatRatio } from '#components/ui/format.ts';
import { useNowText } from '#components/ui/now.tsx';
import { NotKnown, Quantity } from '#components/ui/quantity.tsx';
import type { Breaker } from '#lib/model/breaker.ts';
import classes from './breaker.module.css';
import { BreakerRibbon } from './breaker-ribbon.tsx';
import { BreakerTrail } from './breaker-trail.tsx';
import type { RibbonWindow } from './breakers-state.ts';
import { CalleeSignals } from './callee-signals.tsx';
import cause from './cause.module.css';
import { HowKnown } from './how-known.tsx';
import { InstanceDots } from './instance-dots.tsx';
import { describeNextTry } from './next-try.ts';
import { describeMissed, describePolicy, describeProbes, describeWindow } from './words.ts';

interface BreakerLineProps {
  breaker: Breaker;
  at: string;
  window: RibbonWindow;
}

/** One breaker: between whom, how it stands and since when, its numbers, and its time in states. */
export function BreakerLine({ breaker, at, window }: BreakerLineProps) {
  const { caller, callee, state, since, stale } = breaker;
  return (
    <li className={classes.line} data-row data-state={state} data-stale={stale || undefined} aria-label={`${caller} to ${callee}`}>
      <BreakerEnds {...breaker} />
      <span className={classes.state}>
        <BreakerMark state={state} word />
        <span className={classes.since}>
          <Age at={since} form="span" />
        </span>
      </span>
      <span className={classes.standing}>
        <Standing breaker={breaker} />
        {breaker.instances.length > 0 ? <InstanceDots instances={breaker.instances} /> : null}
      </span>
      <Numbers breaker={breaker} at={at} />
      <TimeInStates breaker={breaker} at={at} window={window} />
      <HowKnown source={breaker.source} policy={breaker.policy} seenAt={breaker.seenAt} />
    </li>
  );
}

/** The ribbon, and on a press what the callee did at the same time. */
function TimeInStates({ breaker, at, window }: BreakerLineProps) {
  const [shown, setShown] = useState(false);
  const { callee, calleeKnown } = breaker;
  return (
    <BreakerRibbon
      breaker={breaker}
      at={at}
      window={window}
      above={shown ? <CalleeSignals callee={callee} at={at} window={window} /> : null}
      aside={
        calleeKnown ? (
          <button type="button" className={cause.toggle} aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Hide' : 'Show'} how {callee} answered
          </button>
        ) : null
      }
    />
  );
}

type EndsProps = Pick<Breaker, 'caller' | 'callee' | 'calleeKnown' | 'name'>;

/** `orders → payments`, and the breaker's own name where that says more. */
export function BreakerEnds({ caller, callee, calleeKnown, name }: EndsProps) {
  return (
    <span className={classes.ends}>
      <Link href={`/services/${caller}?tab=resilience`} prefetch={false}>
        {caller}
      </Link>
      <span aria-hidden="true" className={classes.arrow}>
        →
      </span>
      <span className="sb-hidden">to</span>
      {calleeKnown ? (
        <Link href={`/services/${callee}?tab=resilience`} prefetch={false}>
          {callee}
        </Link>
      ) : (
        <span title="not a registered service">{callee}</span>
      )}
      {name === callee ? null : <code className={classes.name}>{name}</code>}
    </span>
  );
}

/** What follows from the state: by whom, what is waited for, what was seen last. */
function Standing({ breaker }: { breaker: Breaker }) {
  const { state, stale, lastState, nextTryAt, source, seenAt } = breaker;
  const nextTry = useNowText((nowMs) => describeNextTry(nextTryAt, nowMs));
  if (stale)
    return (
      <>
        {lastState === 'unknown' ? null : `was ${breakerWord[lastState]}, `}
        <Age at={seenAt} prefix="last told" />
      </>
    );
  const byOperator = state === 'forced-open' || state === 'disabled' ? 'by operator' : null;
  const probing = state === 'half-open' ? 'tries again' : null;
  const tries = describeProbes(breaker.probes) ?? probing;
  const words = [byOperator, tries, nextTry || null, source.detail].filter((part) => part !== null);
  return words.length === 0 ? null : <span>{words.join(' · ')}</span>;
}

function Numbers({ breaker, at }: { breaker: Breaker; at: string }) {
  const { errorRatio, requestRate, rejectionRate, shares, policy, history } = breaker;
  const missed = history.filter((step) => step.missed).length;
  const rule = describePolicy(policy);
  const filled = describeWindow(breaker.window);
  return (
    <dl className={classes.numbers}>
      <div>
        <dt>Failures</dt>
        <dd>
          <Meter errorRatio={errorRatio} threshold={policy?.errorRatio ?? null} />
        </dd>
      </div>
      {breaker.trail.length === 0 ? null : (
        <div>
          <dt>15 min</dt>
          <dd>
            <BreakerTrail breaker={breaker} at={at} />
          </dd>
        </div>
      )}
      <div>
        <dt>Calls</dt>
        <dd>
          <Quantity value={requestRate} unit="/s" />
        </dd>
      </div>
      {shares === null ? null : (
        <div>
          <dt>Time</dt>
          <dd>
            <Shares shares={shares} />
          </dd>
        </div>
      )}
      {rejectionRate === null ? null : (
        <div>
          <dt>Refused</dt>
          <dd className="sb-number">{formatRate(rejectionRate)}</dd>
        </div>
      )}
      {missed > 0 ? (
        <div className={classes.missed}>
          <dt>Missed</dt>
          <dd>{describeMissed(missed, breaker.scrapeSeconds)} · 24 h</dd>
        </div>
      ) : null}
      {filled === null ? null : (
        <div>
          <dt>Window</dt>
          <dd>{filled}</dd>
        </div>
      )}
      {rule ? (
        <div className={classes.rule}>
          <dt className="sb-hidden">Policy</dt>
          <dd>{rule}</dd>
        </div>
      ) : null}
    </dl>
  );
}

/** The last interval as a bar of the time in each state: exact, because the library counts it. */
function Shares({ shares }: { shares: NonNullable<Breaker['shares']> }) {
  const parts = breakerOrder.flatMap((state) => {
    const share = shares[state] ?? 0;
    return share > 0 ? [{ state, share }] : [];
  });
  return (
    <span className={classes.meter}>
      <span className={classes.track} aria-hidden="true">
        {parts.map(({ state, share }) => (
          <span key={state} style={{ width: `${share * 100}%`, background: breakerColor[state] }} />
        ))}
      </span>
      <span className="sb-number">{parts.map(({ state, share }) => `${breakerWord[state]} ${formatRatio(share)}`).join(', ')}</span>
    </span>
  );
}

/** The share of failures on a bar, against the line at which the breaker opens. */
function Meter({ errorRatio, threshold }: { errorRatio: number | null; threshold: number | null }) {
  if (errorRatio === null) return <NotKnown />;
  const over = threshold !== null && errorRatio >= threshold;
  return (
    <span className={classes.meter}>
      <span className={classes.track} aria-hidden="true">
        <span className={classes.fill} data-over={over || undefined} style={{ width: `${Math.min(100, errorRatio * 100)}%` }} />
        {threshold === null ? null : <span className={classes.threshold} style={{ left: `${threshold * 100}%` }} />}
      </span>
      <span className="sb-number">{formatRatio(errorRatio)}</span>
    </span>
  );
}
