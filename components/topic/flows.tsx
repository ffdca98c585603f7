import { Age } from '#components/ui/age.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import type { TopicParty } from '#lib/model/topic.ts';
import classes from './topic.module.css';

const evidenceWords = { declared: 'declared', document: 'document', metrics: 'seen in metrics' } as const;

/** How it is known that a service stands at this end. */
export function Evidence({ evidence }: Pick<TopicParty, 'evidence'>) {
  return evidence.map((each) => (
    <span key={each} className="sb-tag">
      {evidenceWords[each]}
    </span>
  ));
}

/** The events of one service at a topic: type, version, how many, when last. */
export function Flows({ party }: { party: TopicParty }) {
  const { events, deadLetters } = party;
  return (
    <>
      {events.length === 0 ? null : (
        <ul className={classes.flows}>
          {events.map(({ type, version, eventRate, failureRate, seenAt }) => (
            <li key={`${type} ${version}`} className={classes.flow}>
              <span className={classes.type}>
                {type ?? 'any type'}
                {version ? <span className="sb-muted"> v{version}</span> : null}
              </span>
              <Quantity value={eventRate} unit="/s" />
              {failureRate ? (
                <span className={classes.failing}>
                  <StateMark verdict="degraded" size={12} /> <Quantity value={failureRate} unit="/s" /> failing
                </span>
              ) : null}
              <span className="sb-muted">{seenAt ? <Age at={seenAt} prefix="last seen" /> : 'none seen yet'}</span>
            </li>
          ))}
        </ul>
      )}
      {deadLetters ? (
        <p className={classes.letters}>
          <StateMark verdict="degraded" size={12} /> {deadLetters} dead {deadLetters === 1 ? 'letter waits' : 'letters wait'} for a replay
        </p>
      ) : null}
    </>
  );
}
