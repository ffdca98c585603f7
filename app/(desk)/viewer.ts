import { headers } from 'next/headers';
import { cache } from 'react';
import { admit } from '#lib/auth/actor.ts';
import { isRoleHolder } from '#lib/model/role.ts';

/** Who asks for this page; asked once per request. */
export const findViewer = cache(async () => {
  const actor = (await admit(await headers(), Date.now())).admission?.actor;
  return actor && isRoleHolder(actor) ? actor : null;
});
