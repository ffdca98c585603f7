import { answerCall } from '#lib/http/call.ts';

export const dynamic = 'force-dynamic';

const answer = (request: Request) => answerCall(request, 'rpc');

export { answer as DELETE, answer as GET, answer as HEAD, answer as OPTIONS, answer as PATCH, answer as POST, answer as PUT };
