import type { Actor } from '#lib/model/role.ts';

/** As much of who is asking as the frame shows. */
export type Viewer = Pick<Actor, 'name' | 'email' | 'role' | 'kind'>;
