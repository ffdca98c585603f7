import type { RoleHolder } from '#lib/model/role.ts';

/** As much of who is asking as the frame shows. */
export type Viewer = Pick<RoleHolder, 'name' | 'email' | 'role' | 'kind'>;
