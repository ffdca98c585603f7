import type { Daemon } from './daemon.ts';
import type { Engine, findEngine } from './engine.ts';
import { EnvironmentError } from './fault.ts';
import type { Place } from './placeholder.ts';
import { postgresql } from './postgresql.ts';
import { redis } from './redis.ts';
import type { Unit } from './unit.ts';

export type InfrastructureKind = 'postgresql' | 'redis';

/** A database or broker of an environment. */
export interface TestInfrastructure {
  kind: InfrastructureKind;
  /** The kind by default; names of its own where there are several of one kind. */
  name?: string;
  /** By default the programs of this machine where they are installed, else a container. */
  driver?: 'native' | 'container';
  /** The image of the container. */
  image?: string;
  /** A free one by default. */
  port?: number;
}

const kinds: Record<InfrastructureKind, Daemon> = { postgresql, redis };

export type Driver = { program: string; engine?: never } | { program?: never; engine: Engine };

/** Chooses how to run one: as asked for, else natively where its program is, else in a container where an engine answers. */
export async function chooseDriver(
  { kind, driver }: Pick<TestInfrastructure, 'kind' | 'driver'>,
  find: () => string | null,
  askEngine: typeof findEngine,
): Promise<Driver> {
  const { program: wanted, debianPackage } = kinds[kind];
  const program = driver === 'container' ? null : find();
  if (program) return { program };
  const install = `Install Debian's package ${debianPackage} (apt-get install ${debianPackage})`;
  if (driver === 'native') throw new EnvironmentError(`${kind} cannot be started: there is no program ${wanted} here. ${install}.`);
  const { engine, fault } = await askEngine();
  if (engine) return { engine };
  if (driver === 'container') throw new EnvironmentError(`${kind} cannot be started in a container: ${fault}.`);
  throw new EnvironmentError(
    `${kind} cannot be started: there is no program ${wanted} here, and no container engine: ${fault}. ${install}, or start an engine.`,
  );
}

function containerUnit(daemon: Daemon, engine: Engine, container: string, image: string): Pick<Unit, 'prepare' | 'container' | 'signal'> {
  const { containerPort, containerOptions, containerCommand } = daemon;
  return {
    prepare: ({ port }) => ({
      command: engine,
      args: ['run', '--rm', '--name', container, '--publish', `127.0.0.1:${port}:${containerPort}`, ...containerOptions, image, ...containerCommand],
    }),
    container: { engine, name: container },
    // The engine's program passes it on.
    signal: 'SIGTERM',
  };
}

/** What a database or broker needs. `id` is the environment's. */
export async function unitOfInfrastructure(wish: TestInfrastructure, id: string, askEngine: typeof findEngine): Promise<Unit> {
  const { kind, name = kind, image, port } = wish;
  const daemon = kinds[kind];
  if (!daemon) throw new EnvironmentError(`There is no infrastructure ${kind}; there are ${Object.keys(kinds).join(' and ')}.`);
  const { program, engine } = await chooseDriver(wish, daemon.find, askEngine);
  const { urlOf, probe, signal } = daemon;
  const ways = engine
    ? containerUnit(daemon, engine, `signalbox-${id}-${name}`, image ?? daemon.image)
    : { prepare: (place: Place, _: unknown, marks: Record<string, string>) => daemon.prepare(program, place, marks), signal };
  return { name, waitsFor: [], port, urlOf, texts: [], probe, ...ways };
}
