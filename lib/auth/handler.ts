import type { NextApiRequest, NextApiResponse } from 'next';
import nextAuthModule from 'next-auth';
import { env } from '#lib/env.ts';
import { readCookies } from './cookie.ts';
import { authOptions } from './options.ts';

type NextAuth = (request: NextApiRequest, response: NextApiResponse, options: ReturnType<typeof authOptions>) => Promise<unknown>;

// next-auth is CommonJS: Node hands over the module, a bundler its default export.
const loaded = nextAuthModule as unknown as NextAuth | { default: NextAuth };
const nextAuth: NextAuth = typeof loaded === 'function' ? loaded : loaded.default;

const maxBodyBytes = 16_384;

/** The part of an API route's response that next-auth uses, turned into a fetch Response. */
function createReply() {
  const headers = new Headers({ 'cache-control': 'private, no-store' });
  let status = 200;
  let body: string | null = null;
  const reply = {
    status(code: number) {
      status = code;
      return reply;
    },
    getHeader: (name: string) => (name.toLowerCase() === 'set-cookie' ? headers.getSetCookie() : (headers.get(name) ?? undefined)),
    setHeader(name: string, value: string | string[]) {
      if (!Array.isArray(value)) headers.set(name, value);
      else {
        headers.delete(name);
        for (const each of value) headers.append(name, each);
      }
      return reply;
    },
    json(value: unknown) {
      headers.set('content-type', 'application/json');
      body = JSON.stringify(value);
    },
    send(value: unknown) {
      if (value !== null && typeof value === 'object') reply.json(value);
      else body = value === undefined ? null : String(value);
    },
    end: () => undefined,
  };
  return { reply, toResponse: () => new Response(body, { status, headers }) };
}

async function readForm(request: Request): Promise<Record<string, unknown>> {
  const text = await request.text();
  if (text.length > maxBodyBytes) return {};
  if (!request.headers.get('content-type')?.includes('application/json')) return Object.fromEntries(new URLSearchParams(text));
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}

/** Where people reach us: what the operator says, else what the request says. */
function placeOf(url: URL, headers: Headers) {
  const site = env().SIGNALBOX_URL ? new URL(env().SIGNALBOX_URL as string) : null;
  const protocol = site?.protocol.slice(0, -1) ?? headers.get('x-forwarded-proto') ?? url.protocol.slice(0, -1);
  return { 'x-forwarded-host': site?.host ?? headers.get('host') ?? url.host, 'x-forwarded-proto': protocol };
}

/** Answers everything below /api/auth. */
export async function answerAuth(request: Request): Promise<Response> {
  const url = new URL(request.url);
  process.env.AUTH_TRUST_HOST ??= 'true';
  const { reply, toResponse } = createReply();
  const incoming = {
    method: request.method,
    headers: { ...Object.fromEntries(request.headers), ...placeOf(url, request.headers) },
    query: { ...Object.fromEntries(url.searchParams), nextauth: url.pathname.split('/').slice(3) },
    cookies: readCookies(request.headers),
    body: request.method === 'POST' ? await readForm(request) : undefined,
  };
  await nextAuth(incoming as unknown as NextApiRequest, reply as unknown as NextApiResponse, authOptions());
  return toResponse();
}
