import type { Daemon } from './daemon.ts';
import { probeRedis } from './probe.ts';
import { findIn, foldersOf } from './unit.ts';

// As with PostgreSQL: what it has answered outlives the process, nothing waits for a disk.
const keeping = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'no'];

export const redis: Daemon = {
  program: 'redis-server',
  debianPackage: 'redis-server',
  image: 'redis:8-alpine',
  find: () => findIn(foldersOf(process.env.PATH), 'redis-server'),
  urlOf: (port) => `redis://127.0.0.1:${port}`,
  prepare: (program, { folder, port }) => ({
    command: program,
    args: ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, ...keeping],
    cwd: folder,
  }),
  probe: probeRedis,
  signal: 'SIGTERM',
  containerPort: 6379,
  containerOptions: [],
  containerCommand: ['redis-server', ...keeping],
};
