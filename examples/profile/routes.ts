import type { Call, Handlers } from '../chassis/app.ts';
import { notFound } from '../chassis/error.ts';
import type { NewProfile, ProfileStore } from './store.ts';

export function createHandlers(store: ProfileStore): Handlers {
  return {
    createProfile({ body }: Call<NewProfile>) {
      const profile = store.create(body, new Date());
      return { status: 201, body: profile, headers: { location: `/profiles/${profile.user_id}` } };
    },
    getProfile({ params: { userId = '' } }) {
      const profile = store.find(userId);
      if (!profile) throw notFound('profile');
      return { status: 200, body: profile };
    },
  };
}
