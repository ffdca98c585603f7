import { version } from '#lib/http/version.ts';

export const dynamic = 'force-dynamic';

/** Depends on nothing. */
export const GET = () => Response.json({ status: 'healthy', version }, { headers: { 'cache-control': 'no-store' } });
