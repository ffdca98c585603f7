import type { Daemon } from './daemon.ts';
import { probeRedis } from './probe.ts';
import { findIn, foldersOf } from './unit.ts';

export const redis: Daemon = {
  program: 'redis-server',
  debianPackage: 'redis-server',
  image: 'redis:8-alpine',
  find: () => findIn(foldersOf(process.env.PATH), 'redis-server'),
  urlOf: (port) => `redis://127.0.0.1:${port}`,
  prepare: (program, { folder, port }) => ({
    command: program,
    args: ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'],
    cwd: folder,
  }),
  probe: probeRedis,
  signal: 'SIGTERM',
  containerPort: 6379,
  containerOptions: [],
  containerCommand: ['redis-server', '--save', '', '--appendonly', 'no'],
};
