import { openApiDocument } from '#lib/http/openapi.ts';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  return Response.json(await openApiDocument(), { headers: { 'cache-control': 'public, max-age=60' } });
}
