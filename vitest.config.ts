import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['react-server', 'node', '@signalbox/source'], externalConditions: ['react-server', 'node'] } },
  test: {
    include: ['{lib,worker,components,app,scripts,prisma,packages,examples}/**/*.test.{ts,tsx}', '*.test.ts'],
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
