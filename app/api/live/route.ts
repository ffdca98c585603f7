import { answerLive } from '#lib/http/live-feed.ts';

export const dynamic = 'force-dynamic';

export const GET = (request: Request) => answerLive(request);
