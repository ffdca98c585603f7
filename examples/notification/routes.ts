import type { Call, Handlers } from '../chassis/app.ts';
import { answerPage, type PageQuery } from '../chassis/page.ts';
import type { NewNotification, NotificationStore } from './store.ts';

export function createHandlers(store: NotificationStore): Handlers {
  return {
    sendNotification: ({ body }: Call<NewNotification>) => ({ status: 201, body: store.add(body, new Date()) }),
    listNotificationsOfUser({ params: { userId = '' }, query }: Call<never, PageQuery>) {
      const { notifications, total } = store.listOfUser(userId, query);
      return answerPage('notifications', notifications, total, query);
    },
  };
}
