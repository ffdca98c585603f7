import { breakerWord } from '#components/ui/breaker.ts';
import { BreakerMark } from '#components/ui/breaker-mark.tsx';
import type { Breaker } from '#lib/model/breaker.ts';
import { nameOfInstance } from '#lib/model/instance-name.ts';
import classes from './breaker.module.css';
import { describeDots } from './words.ts';

const mostDots = 12;

/** How the breaker stands on each instance of the caller: a mark each, and in words how many hold the worst state. */
export function InstanceDots({ instances }: { instances: Breaker['instances'] }) {
  const more = instances.length - mostDots;
  return (
    <span className={classes.dots}>
      <span className={classes.dotMarks}>
        {instances.slice(0, mostDots).map(({ instance, state }) => (
          <span key={instance} title={`${nameOfInstance(instance)}: ${breakerWord[state]}`}>
            <BreakerMark state={state} size={12} />
          </span>
        ))}
        {more > 0 ? <span>+{more}</span> : null}
      </span>
      {describeDots(instances)}
    </span>
  );
}
