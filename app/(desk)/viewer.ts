import { headers } from 'next/headers';
import { cache } from 'react';
import { admit } from '#lib/auth/actor.ts';

/** Who asks for this page; asked once per request. */
export const findViewer = cache(async () => (await admit(await headers(), Date.now())).admission?.actor ?? null);
