import type { Event } from './event.ts';

/** Takes one event. Resolves when it is done with it; rejects when the event must come again. */
export type Receive = (event: Event) => Promise<void>;

/** An event that is kept in a topic, with the name that the transport has for it there. */
export interface Kept {
  key: string;
  event: Event;
}

/** What carries events: at least once, each to every group, within a group to one member. */
export interface Transport {
  /** Resolves when the transport has it and will deliver it. `source` is the service that tells of it. */
  send(topic: string, event: Event, source: string): Promise<void>;
  /** Resolves when the group is known; `close` stops and resolves when what was under way has ended. */
  subscribe(topic: string, group: string, receive: Receive): Promise<{ close(): Promise<void> }>;
  /** What a topic holds, oldest first: for dead letters. */
  read(topic: string, limit: number): Promise<Kept[]>;
  /** Takes events out of a topic. */
  remove(topic: string, keys: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export const deadLetterSuffix = '.dead-letter';

/** The topic for events of a topic that a group could not handle. */
export const deadLetterTopic = (topic: string): string => topic + deadLetterSuffix;
