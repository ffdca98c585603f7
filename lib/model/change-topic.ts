import type { ChangeKind } from './change.ts';

/** What people read of changes, by what it is about. Kept apart from the schemas, so that the browser does not load them. */
export const changeTopics = {
  states: ['verdict.changed', 'self.gate', 'source.turned'],
  breakers: ['breaker.changed'],
  versions: ['version.changed', 'service.restarted'],
  documents: ['document.revised', 'document.compared'],
  validation: ['run.ended', 'ladder.changed'],
  catalog: ['service.registered', 'service.changed', 'service.removed', 'import.applied', 'source.changed'],
} as const satisfies Record<string, readonly ChangeKind[]>;

export type ChangeTopic = keyof typeof changeTopics;
export const changeTopicNames = Object.keys(changeTopics) as [ChangeTopic, ...ChangeTopic[]];

/** Whether a kind of change is about a topic; a kind that is about none belongs to those who ask for all. */
export const isAbout = (kind: string, topic: ChangeTopic): boolean => (changeTopics[topic] as readonly string[]).includes(kind);
