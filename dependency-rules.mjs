/** Who may import whom. A folder may always import itself and the ground: lib/{env,errors,log,metrics,thread}.ts. */
const mayImport = {
  'lib/model': [],
  'lib/api': ['lib/model'],
  'lib/probe': ['lib/model', 'packages/runner'],
  'lib/store': ['lib/model'],
  'lib/live': ['lib/model', 'lib/store'],
  'lib/query': ['lib/model', 'lib/store'],
  'lib/command': ['lib/model', 'lib/store', 'lib/live', 'lib/probe', 'lib/query'],
  'lib/auth': ['lib/model', 'lib/store'],
  'lib/http': ['lib/model', 'lib/api', 'lib/auth', 'lib/live', 'lib/query', 'lib/command'],
  'lib/client': ['lib/model', 'lib/api'],
  components: ['lib/model', 'lib/client'],
  app: ['components', 'lib/model', 'lib/api', 'lib/query', 'lib/command', 'lib/auth', 'lib/http', 'lib/client'],
  worker: ['lib/model', 'lib/query', 'lib/command'],
  'proxy.ts': ['lib/model', 'lib/auth', 'lib/http'],
  'instrumentation.ts': ['lib/http'],
  'packages/sdk': [],
  'packages/runner': ['packages/sdk'],
  examples: ['packages/sdk'],
};

/** Each outside library enters by its doors. */
const doors = {
  '@prisma/[^/]+': ['lib/store'],
  'better-sqlite3': ['lib/store'],
  pg: ['lib/store'],
  undici: ['lib/probe', 'packages/sdk/src/http.ts'],
  'ipaddr[.]js': ['lib/probe'],
  pino: ['lib/log.ts'],
  '@redocly/[^/]+': ['lib/probe'],
  '@seriousme/[^/]+': ['lib/probe'],
  'ajv(-formats)?': ['lib/model', 'lib/probe', 'examples/chassis'],
  fflate: ['lib/probe'],
  'csv-parse': ['lib/probe'],
  'lru-cache': ['lib/query'],
  'prom-client': ['lib/metrics.ts', 'packages/sdk/src/metrics.ts'],
  cockatiel: ['packages/sdk/src/breaker.ts'],
  ioredis: ['packages/sdk/src/redis-connection.ts'],
  'next-auth': ['lib/auth', 'app/api/auth', 'components/session'],
  '@orpc/contract': ['lib/api', 'lib/http', 'lib/client'],
  '@orpc/(server|openapi|zod)': ['lib/http'],
  '@orpc/client': ['lib/client'],
  next: ['app', 'components', 'lib/http', 'lib/auth', 'proxy.ts', 'instrumentation.ts'],
  'react(-dom)?': ['app', 'components', 'lib/client'],
  '@tanstack/[^/]+': ['app', 'components', 'lib/client', 'lib/http'],
  '@mantine/[^/]+': ['app', 'components'],
  '@tabler/[^/]+': ['app', 'components'],
  recharts: ['components/charts'],
  'swagger-ui-react': ['components/docs'],
};

/** What we make for others and use ourselves enters by one door too. */
const ownDoors = { 'packages/runner': ['lib/probe/contract'] };

const ground = '^lib/(env|errors|log|metrics|thread)[.]ts$';
const inside = (places) => `^(${places.map((place) => place.replaceAll('.', '[.]')).join('|')})(/|$)`;
const every = Object.keys(mayImport);
const rule = (name, from, to) => ({ name, severity: 'error', from, to });

export default {
  forbidden: [
    ...every.map((place) =>
      rule(`${place} imports only below itself`, { path: inside([place]) }, { path: inside(every), pathNot: inside([place, ...mayImport[place]]) }),
    ),
    rule('the ground imports nothing above itself', { path: ground }, { path: inside(every) }),
    ...Object.entries(doors).map(([library, places]) =>
      rule(
        `${library} enters by ${places.join(', ')}`,
        { path: `${inside(every)}|${ground}`, pathNot: inside(places) },
        { path: `(^|/)node_modules/(@types/)?${library}/` },
      ),
    ),
    ...Object.entries(ownDoors).map(([own, places]) =>
      rule(`${own} enters by ${places.join(', ')}`, { path: inside(every), pathNot: inside([own, ...places]) }, { path: inside([own]) }),
    ),
    rule(
      'the sign-in page asks next-auth by its client half',
      { path: inside(['components']) },
      { path: '(^|/)node_modules/next-auth/(?!react)', dependencyTypesNot: ['type-only'] },
    ),
    rule('the browser ships no contract', { path: inside(['lib/client']) }, { path: inside(['lib/api']), dependencyTypesNot: ['type-only'] }),
    rule('no cycles', {}, { circular: true }),
    rule('what is imported exists', {}, { couldNotResolve: true }),
    rule(
      'the browser never reaches the store or the environment',
      { path: inside(['components', 'lib/client']) },
      { path: '^lib/(store/|env[.]ts|thread[.]ts)', reachable: true },
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules|^lib/store/generated/' },
    exclude: { path: '[.]test[.]|^packages/[^/]+/dist/' },
    enhancedResolveOptions: { conditionNames: ['@signalbox/source', 'import', 'types', 'default'], exportsFields: ['exports'] },
  },
};
