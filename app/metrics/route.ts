import { answerMetrics } from '#lib/http/self.ts';

export const dynamic = 'force-dynamic';

export const GET = () => answerMetrics();
