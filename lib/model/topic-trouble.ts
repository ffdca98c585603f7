import type { TopicRow } from './topic.ts';

/** What is worth a word: a topic with one end only, or with events that were given up on. */
export function topicTroubles({ publishers, subscribers, deadLetters }: Pick<TopicRow, 'publishers' | 'subscribers' | 'deadLetters'>): string[] {
  const troubles: string[] = [];
  if ((deadLetters ?? 0) > 0) troubles.push(`${deadLetters} dead ${deadLetters === 1 ? 'letter' : 'letters'}`);
  if (publishers === 0) troubles.push('nobody publishes');
  if (subscribers === 0) troubles.push('nobody subscribes');
  return troubles;
}
