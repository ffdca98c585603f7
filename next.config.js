// @ts-check
/** swagger-client's resolvers of OpenAPI 3.1 and 3.2: half of swagger-ui's weight. components/docs/dereference.ts does their work. */
const resolvers = ['openapi-3-1-apidom', 'openapi-3-2-apidom', 'json-schema-2020-12-apidom'];

/** For every path; pages get their Content-Security-Policy, with a nonce, from proxy.ts. */
const headers = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
];

/** Badges are pictures for pages of others: READMEs, wikis. */
const shownElsewhere = [{ key: 'Cross-Origin-Resource-Policy', value: 'cross-origin' }];

/** @type {import('next').NextConfig} */
const config = {
  turbopack: {
    root: import.meta.dirname,
    resolveAlias: Object.fromEntries(
      resolvers.map((name) => [`swagger-client/es/resolver/strategies/${name}`, 'swagger-client/es/resolver/strategies/generic']),
    ),
  },
  serverExternalPackages: [
    'better-sqlite3',
    '@prisma/client',
    '@prisma/adapter-better-sqlite3',
    '@prisma/adapter-pg',
    'pg',
    'pino',
    'undici',
    'prom-client',
  ],
  // `npm run check` runs tsc over everything, tests too; whoever runs `npm start` needs to wait for it no second time.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  images: { unoptimized: true },
  devIndicators: false,
  headers: async () => [
    { source: '/:path*', headers },
    { source: '/badge/:file', headers: shownElsewhere },
  ],
};

export default config;
