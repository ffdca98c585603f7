import { NextRequest } from 'next/server';
import { expect, test } from 'vitest';
import { config, proxy } from './proxy.ts';

const visit = (path: string, cookie?: string) => proxy(new NextRequest(`http://signalbox.test${path}`, { headers: cookie ? { cookie } : {} }));
const session = 'next-auth.session-token=x';

test('whoever has no session is led to sign in, and back afterwards', () => {
  const response = visit('/services?team=shop');
  expect(response.status).toBe(307);
  expect(new URL(response.headers.get('location') ?? '').search).toBe('?next=%2Fservices%3Fteam%3Dshop');
  expect(new URL(visit('/').headers.get('location') ?? '').pathname).toBe('/sign-in');
});

test('sign-in and set-up are open to everybody', () => {
  for (const path of ['/sign-in', '/sign-in?next=%2F', '/setup?secret=x', '/wall/fleet', '/wall/fleet?theme=light'])
    expect(visit(path).headers.get('location')).toBeNull();
});

test('every page gets a policy with a nonce of its own', () => {
  const policies = [visit('/', session), visit('/', session), visit('/sign-in')].map(
    (response) => response.headers.get('content-security-policy') ?? '',
  );
  for (const policy of policies) {
    const nonce = /script-src 'self' 'nonce-([\w+/=]{24})' 'strict-dynamic';/.exec(policy)?.[1];
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}';`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-eval');
    expect(policy).not.toContain('upgrade-insecure-requests');
  }
  expect(new Set(policies).size).toBe(3);
});

test('the page is handed the nonce, and is not kept by anybody', () => {
  const response = visit('/', session);
  const nonce = response.headers.get('x-middleware-request-x-nonce');
  expect(response.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
  expect(response.headers.get('cache-control')).toBe('private, no-store');
});

test('the API, files and own endpoints pass it by', () => {
  const pattern = new RegExp(`^${config.matcher[0]}$`);
  for (const path of [
    '/api/v1/services',
    '/_next/static/x.js',
    '/healthz',
    '/readyz',
    '/metrics',
    '/favicon.ico',
    '/icon.svg',
    '/badge/orders.svg',
    '/badge/orders',
  ])
    expect(pattern.test(path), path).toBe(false);
  for (const path of ['/', '/services', '/services/a.b', '/metrics-of-a-kind', '/sign-in', '/apis', '/badges'])
    expect(pattern.test(path), path).toBe(true);
});
