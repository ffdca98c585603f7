import { type Event, eventHandler, type Log } from '@signalbox/sdk';
import type { NewProfile, ProfileStore } from './store.ts';

interface User {
  id: string;
  email: string;
  username: string;
  firstName?: string;
  lastName?: string;
  updatedAt: string;
}

/** First and last name where they are known, else the username. */
export const displayNameOf = ({ username, firstName, lastName }: Pick<User, 'username' | 'firstName' | 'lastName'>): string =>
  [firstName, lastName]
    .map((name) => name?.trim())
    .filter(Boolean)
    .join(' ') || username;

const profileOf = (user: User): NewProfile => ({ user_id: user.id, display_name: displayNameOf(user), email: user.email });

/** Keeps each user's profile beside the user. */
export function createEventHandlers(store: ProfileStore, log: Log) {
  const follow = (topic: string) =>
    eventHandler(topic, ({ data }: Event<User>, delivery) => {
      store.put(profileOf(data), data.updatedAt, () => delivery.markHandled());
      log.info({ userId: data.id }, 'profile follows the user');
    });
  return [
    follow('user.created'),
    follow('user.updated'),
    eventHandler('user.deleted', ({ data }: Event<User>, delivery) => {
      store.remove(data.id, () => delivery.markHandled());
      log.info({ userId: data.id }, 'profile removed with the user');
    }),
  ];
}
