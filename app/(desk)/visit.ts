import { cache } from 'react';
import { findVisit } from '#lib/http/server-query.ts';

/** Who asks for this page; asked once per request. */
export const findPageVisit = cache(findVisit);
