import { answerBadge } from '#lib/http/badge.ts';

export const dynamic = 'force-dynamic';

export const GET = async (request: Request, { params }: { params: Promise<{ file: string }> }) => answerBadge(request, (await params).file);
