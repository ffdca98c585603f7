/**
 * What a page may load and run. Style attributes are allowed: server-rendered components set CSS variables in them,
 * and an attribute cannot carry a nonce.
 */
export function contentSecurityPolicy({ nonce, secure, development }: { nonce: string; secure: boolean; development: boolean }): string {
  const rules = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return [...rules, ...(secure ? ['upgrade-insecure-requests'] : [])].join('; ');
}
