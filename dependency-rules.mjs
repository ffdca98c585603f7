/** Who may import whom. A folder may always import itself and lib/{env,errors,log}.ts. */
const mayImport = {
  'lib/model': [],
  'lib/api': ['lib/model'],
  'lib/probe': ['lib/model'],
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
  'packages/sdk': [],
  'packages/runner': ['packages/sdk'],
};

/** Each outside library enters by one door. */
const doors = {
  '@prisma/client': 'lib/store',
  'next-auth': 'lib/auth',
  pino: 'lib/log.ts',
  recharts: 'components/charts',
  'swagger-ui-react': 'components/docs',
  next: '(app|components|lib/http|lib/auth|proxy|next.config)',
  react: '(app|components|lib/client)',
};

const inside = (dirs) => `^(${dirs.join('|')})(/|$)`;
const every = Object.keys(mayImport);
const rule = (name, from, to) => ({ name, severity: 'error', from, to });

export default {
  forbidden: [
    ...every.map((dir) =>
      rule(`${dir} imports only below itself`, { path: inside([dir]) }, { path: inside(every), pathNot: inside([dir, ...mayImport[dir]]) }),
    ),
    ...Object.entries(doors).map(([lib, door]) =>
      rule(`${lib} enters by ${door}`, { path: inside(every), pathNot: `^${door}` }, { path: `(^|/)node_modules/${lib}/` }),
    ),
    rule('no cycles', {}, { circular: true }),
    rule(
      'the browser never reaches the store or the environment',
      { path: inside(['components', 'lib/client']) },
      { path: '^lib/(store/|env[.]ts)', reachable: true },
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '[.]test[.]' },
    enhancedResolveOptions: { conditionNames: ['import', 'default'], exportsFields: ['exports'] },
  },
};
