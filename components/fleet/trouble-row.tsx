'use client';

import Link from 'next/link';
import { Age } from '#components/ui/age.tsx';
import { BreakerMark } from '#components/ui/breaker-mark.tsx';
import { hitRule } from '#components/ui/edge-words.ts';
import { useNowText } from '#components/ui/now.tsx';
import { ServiceLink } from '#components/ui/service-link.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { verdictWord } from '#components/ui/verdict.ts';
import type { FleetSummary } from '#lib/client/outputs.ts';
import { breakerStanding, describeBlast, describeBreaker, keyOf, type TroubledBreaker } from './trouble-words.ts';
import classes from './wrong.module.css';

type Trouble = FleetSummary['wrong'][number];
type Follow = Trouble['follows'][number];
type TroubledService = Extract<Follow, { kind: 'service' }>;

/** So many of what follows stand open; the others behind a press. */
const openFollows = 3;

/** One incident: what, since when, why, whom it hits, and what follows from it. */
export function TroubleRow({ trouble }: { trouble: Trouble }) {
  const { follows, followsTotal, blast } = trouble;
  const hidden = follows.slice(openFollows);
  const unlisted = followsTotal - follows.length;
  return (
    <li className={classes.incident}>
      <div className={classes.row}>{trouble.kind === 'service' ? <ServiceParts one={trouble} /> : <BreakerParts one={trouble} />}</div>
      <div className={classes.foot}>
        <BlastLine blast={blast} node={trouble.kind === 'service' ? trouble.service : trouble.caller} />
        {trouble.kind === 'service' ? <Owner one={trouble} /> : null}
      </div>
      {follows.length === 0 ? null : (
        <ul className={classes.follows} aria-label="What follows from it">
          {follows.slice(0, openFollows).map((one) => (
            <FollowRow key={keyOf(one)} one={one} />
          ))}
        </ul>
      )}
      {hidden.length === 0 ? null : (
        <details className={classes.rest}>
          <summary>{hidden.length + unlisted} more that follow from it</summary>
          <ul className={classes.follows}>
            {hidden.map((one) => (
              <FollowRow key={keyOf(one)} one={one} />
            ))}
          </ul>
          {unlisted > 0 ? <p className={classes.unlisted}>and {unlisted} more</p> : null}
        </details>
      )}
    </li>
  );
}

function FollowRow({ one }: { one: Follow }) {
  return <li className={`${classes.row} ${classes.follow}`}>{one.kind === 'service' ? <ServiceParts one={one} /> : <BreakerParts one={one} />}</li>;
}

function ServiceParts({ one }: { one: TroubledService }) {
  const { service, verdict, reason, since, cause } = one;
  return (
    <>
      <span className={classes.mark}>
        <StateMark verdict={verdict} />
      </span>
      <span className={classes.name}>
        <ServiceLink name={service} />
      </span>
      <span className={classes.since}>
        {verdictWord[verdict]} <Age at={since} form="span" />
      </span>
      <span className={classes.reason}>
        {reason}
        {cause === null ? null : <span className={classes.cause}> · {cause}</span>}
      </span>
    </>
  );
}

function Owner({ one: { tier, team, domain } }: { one: TroubledService }) {
  const owner = [tier < 3 ? `tier ${tier}` : null, team, domain].filter((part) => part !== null);
  return owner.length > 0 ? <span className={classes.owner}>{owner.join(' · ')}</span> : null;
}

/** `orders → payments   breaker open 3 min   next try in 12 s` */
function BreakerParts({ one }: { one: TroubledBreaker }) {
  const { caller, callee, calleeKnown, state, since } = one;
  const waits = useNowText((nowMs) => describeBreaker(one, nowMs));
  return (
    <>
      <span className={classes.mark}>
        <BreakerMark state={state} />
      </span>
      <span className={classes.edge}>
        <ServiceLink name={caller} />
        <span aria-hidden="true">→</span>
        <span className="sb-hidden">to</span>
        {calleeKnown ? <ServiceLink name={callee} /> : <span>{callee}</span>}
      </span>
      <span className={classes.since}>
        <Link href={`/breakers?q=${encodeURIComponent(callee)}`} prefetch={false} className={classes.towards}>
          {breakerStanding(state)}
        </Link>{' '}
        <Age at={since} form="span" />
      </span>
      <span className={`${classes.reason} sb-number`}>{waits}</span>
    </>
  );
}

/** `hits orders, gateway → checkout (3 services, 412 req/s)`; the sum leads to the graph. */
function BlastLine({ blast, node }: { blast: Trouble['blast']; node: string }) {
  const words = describeBlast(blast);
  if (words === null) return null;
  return (
    <p className={classes.blast}>
      hits{' '}
      {words.direct.map((name, index) => (
        <span key={name}>
          {index > 0 ? ', ' : ''}
          <Link href={`/services/${name}`} prefetch={false}>
            {name}
          </Link>
        </span>
      ))}
      {words.beyond === '' ? null : (
        <>
          {' '}
          <span aria-hidden="true">→</span>
          <span className="sb-hidden">and through them</span> {words.beyond}
        </>
      )}{' '}
      <Link href={`/graph?node=${encodeURIComponent(node)}`} prefetch={false} className="sb-number" title={hitRule}>
        ({words.sum})
      </Link>
    </p>
  );
}
