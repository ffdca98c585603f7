import { answerAuth } from '#lib/auth/handler.ts';

export const dynamic = 'force-dynamic';

const answer = (request: Request) => answerAuth(request);

export { answer as GET, answer as POST };
