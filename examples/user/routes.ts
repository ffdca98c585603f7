import type { Call, Handlers } from '../chassis/app.ts';
import { notFound } from '../chassis/error.ts';
import { answerPage, type PageQuery } from '../chassis/page.ts';
import type { UserEvents } from './events.ts';
import { hashPassword } from './password.ts';
import type { NewUser, Role, UserChange, UserStore } from './store.ts';

type CreateUserRequest = Omit<NewUser, 'passwordHash'> & { password: string };

export function createHandlers(store: UserStore, events: UserEvents): Handlers {
  return {
    listUsers({ query }: Call<never, PageQuery & { role?: Role }>) {
      const { users, total } = store.list(query);
      return answerPage('users', users, total, query);
    },
    async createUser({ body: { password, ...fields } }: Call<CreateUserRequest>) {
      const passwordHash = await hashPassword(password);
      const user = store.create({ ...fields, passwordHash }, new Date(), events.created);
      return { status: 201, body: user, headers: { location: `/users/${user.id}` } };
    },
    getUser({ params: { userId = '' } }) {
      const user = store.find(userId);
      if (!user) throw notFound('user');
      return { status: 200, body: user };
    },
    updateUser({ params: { userId = '' }, body }: Call<UserChange>) {
      const user = store.update(userId, body, new Date(), events.updated);
      if (!user) throw notFound('user');
      return { status: 200, body: user };
    },
    deleteUser({ params: { userId = '' } }) {
      if (!store.remove(userId, events.deleted)) throw notFound('user');
      return { status: 204 };
    },
  };
}
