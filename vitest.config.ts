import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['react-server', 'node'], externalConditions: ['react-server', 'node'] } },
  test: {
    include: ['{lib,worker,components,app,scripts,prisma}/**/*.test.{ts,tsx}', '*.test.ts'],
    globalSetup: './lib/store/testbed-setup.ts',
    environment: 'node',
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    server: { deps: { external: [/better-sqlite3/] } },
    env: { NODE_ENV: 'test', LOG_LEVEL: 'silent' },
  },
});
