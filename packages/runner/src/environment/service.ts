import { resolve } from 'node:path';
import { EnvironmentError } from './fault.ts';
import { namesIn } from './placeholder.ts';
import { probeHttp } from './probe.ts';
import type { Unit } from './unit.ts';

/** A service of an environment: any command that serves HTTP on the port that it is given. */
export interface TestService {
  name: string;
  /** A program on the PATH, or a path. Not a shell: no quotes, no `&&`. */
  command: string;
  args?: readonly string[];
  /** The current folder by default. */
  cwd?: string;
  /**
   * Beside the variables of this process and PORT. `${name.url}`, `${name.host}`, `${name.port}` and `${name.folder}` of any
   * member are filled in, here and in `args` (`self` is this one); undefined takes a variable away.
   */
  env?: Record<string, string | undefined>;
  /** A path that answers 2xx when the service is well. `/health` by default. */
  health?: string;
  /** Members that must be healthy before this one is started. Infrastructure that `env` or `args` speak of is waited for anyway. */
  dependsOn?: readonly string[];
  /** A free one by default. */
  port?: number;
}

/** What a service needs. Its texts may speak of services that start after it; infrastructure starts before whoever speaks of it. */
export function unitOfService(service: TestService, infrastructure: ReadonlySet<string>): Unit {
  const { name, command, args = [], cwd = '.', env = {}, health = '/health', dependsOn = [], port } = service;
  if (!health.startsWith('/')) throw new EnvironmentError(`The health of ${name} must be a path such as /health, not ${health}.`);
  const texts = [...args, ...Object.values(env)].filter((text) => text !== undefined);
  const needed = texts.flatMap(namesIn).filter((other) => infrastructure.has(other));
  return {
    name,
    waitsFor: [...new Set([...dependsOn, ...needed])],
    port,
    urlOf: (own) => `http://127.0.0.1:${own}`,
    texts,
    prepare: (place, fill) => ({
      command,
      args: args.map(fill),
      cwd: resolve(cwd),
      env: {
        PORT: String(place.port),
        ...Object.fromEntries(Object.entries(env).map(([key, text]) => [key, text === undefined ? undefined : fill(text)])),
      },
    }),
    probe: (place) => probeHttp(health, place),
    signal: 'SIGTERM',
  };
}
