import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['react-server', 'node', 'import', 'default'], externalConditions: ['react-server', 'node', 'import'] } },
  test: {
    include: ['{lib,worker,components,app,scripts,prisma}/**/*.test.{ts,tsx}', '*.test.ts'],
    environment: 'node',
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    server: { deps: { external: [/better-sqlite3/] } },
    env: { NODE_ENV: 'test', LOG_LEVEL: 'silent' },
  },
});
