import { type Delivery, type Event, eventHandler, type Log } from '@signalbox/sdk';
import type { NewNotification, NotificationStore, NotificationType } from './store.ts';

interface User {
  id: string;
  email: string;
  username: string;
}

interface PlacedOrder {
  id: string;
  userId: string;
}

/** What user and orders tell, as messages to people. `findUser` asks the user service; null when the user is gone. */
export function createEventHandlers(store: NotificationStore, findUser: (id: string) => Promise<User | null>, log: Log) {
  function send(notification: NewNotification, delivery: Delivery): void {
    const { id, type } = store.add(notification, new Date(), () => delivery.markHandled());
    log.info({ notification: id, type }, 'notification sent');
  }

  const aboutUser = (topic: string, type: NotificationType) =>
    eventHandler(topic, ({ data: { id, email, username } }: Event<User>, delivery) => {
      send({ type, recipient: email, data: { userId: id, username } }, delivery);
    });

  return [
    aboutUser('user.created', 'welcome_email'),
    aboutUser('user.updated', 'account_updated'),
    aboutUser('user.deleted', 'account_closed'),
    eventHandler('order.placed', async ({ data: { id, userId } }: Event<PlacedOrder>, delivery) => {
      const user = await findUser(userId);
      if (user) send({ type: 'order_confirmation', recipient: user.email, data: { userId, username: user.username, orderId: id } }, delivery);
    }),
  ];
}
