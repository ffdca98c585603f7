import law from './dependency-rules.mjs';

/**
 * The part of the law that asks what is there at run time: types weigh nothing. A constant or a function that the browser needs stands apart
 * from the schemas, in a file of lib/model of its own.
 */
export default {
  forbidden: [
    {
      name: 'the browser ships no schemas',
      severity: 'error',
      from: { path: '^(components|lib/client)/' },
      to: { path: '(^|/)node_modules/zod/', reachable: true },
    },
  ],
  options: { ...law.options, tsPreCompilationDeps: false },
};
