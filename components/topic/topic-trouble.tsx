import { StateMark } from '#components/ui/state-mark.tsx';
import type { TopicRow } from '#lib/model/topic.ts';
import { topicTroubles } from '#lib/model/topic-trouble.ts';
import classes from './topic.module.css';

/** What is wrong with a topic, in words; nothing where all is well. */
export function TopicTrouble({ topic }: { topic: Pick<TopicRow, 'publishers' | 'subscribers' | 'deadLetters'> }) {
  const troubles = topicTroubles(topic);
  if (troubles.length === 0) return null;
  return (
    <span className={classes.trouble}>
      <StateMark verdict={(topic.deadLetters ?? 0) > 0 ? 'degraded' : 'unknown'} size={12} />
      {troubles.join(', ')}
    </span>
  );
}
