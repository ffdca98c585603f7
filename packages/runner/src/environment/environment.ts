import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEngine } from './engine.ts';
import { EnvironmentError } from './fault.ts';
import { type Guard, startGuard } from './guard.ts';
import { type InfrastructureKind, type TestInfrastructure, unitOfInfrastructure } from './infrastructure.ts';
import { Member } from './member.ts';
import { inOrder } from './order.ts';
import { checkPlan } from './plan.ts';
import { findProcess, nameOfPlace } from './process-table.ts';
import { ask, type Reply, type TestRequest } from './request.ts';
import { type TestService, unitOfService } from './service.ts';
import { type EnvironmentState, fileOf, makeFolder, openHome, removeState, writeState } from './state.ts';
import { sweep } from './sweep.ts';
import type { Unit } from './unit.ts';

const longestStartMs = 60_000;

export interface TestEnvironmentOptions {
  /** Databases and brokers: a kind, or more about it. */
  infrastructure?: readonly (InfrastructureKind | TestInfrastructure)[];
  services?: readonly TestService[];
  /** Within which each member must be healthy, ms. 60,000 at most and by default. */
  startWithinMs?: number;
  /** How long each has to end when it is asked to, before it is killed, ms. 5,000 by default. */
  graceMs?: number;
  /** Where the folders of environments are made. The system's folder for temporary files by default. */
  folder?: string;
  /** Ends the start. */
  signal?: AbortSignal;
  /** Told what happens, line by line. */
  onProgress?: (line: string) => void;
}

/** A line of a log, and whose. */
export interface LogLine {
  service: string;
  line: string;
}

const toWish = (wish: InfrastructureKind | TestInfrastructure): TestInfrastructure => (typeof wish === 'string' ? { kind: wish } : wish);

async function planUnits({ infrastructure = [], services = [] }: TestEnvironmentOptions, id: string): Promise<Unit[]> {
  const wishes = infrastructure.map(toWish);
  const names = new Set(wishes.map(({ kind, name = kind }) => name));
  // One question to the engine, however many want a container.
  let answer: ReturnType<typeof findEngine> | undefined;
  const askEngine = () => {
    answer ??= findEngine();
    return answer;
  };
  const daemons = await Promise.all(wishes.map((wish) => unitOfInfrastructure(wish, id, askEngine)));
  return [...daemons, ...services.map((service) => unitOfService(service, names))];
}

/**
 * Databases, brokers and services of a test, each a process group on a free port. They end with `stop`, at the end of an
 * `await using` block, or by a guardian when this process ends in any other way; what even that left is ended by the next start.
 */
export class TestEnvironment implements AsyncDisposable {
  readonly #members = new Map<string, Member>();
  readonly #state: EnvironmentState;
  readonly #file: string;
  readonly #options: TestEnvironmentOptions;
  #guard: Guard | undefined;
  #stopping: Promise<void> | undefined;

  private constructor(options: TestEnvironmentOptions, id: string, home: string) {
    this.#options = options;
    this.#file = fileOf(home, id);
    const owner = { pid: process.pid, startedAt: findProcess(process.pid)?.startedAt ?? '' };
    this.#state = { id, place: nameOfPlace(), owner, folder: join(home, id), groups: [], containers: [] };
  }

  /**
   * Starts everything, in the order of its dependencies and otherwise at the same time, and resolves when all of it is healthy.
   * Rejects with an EnvironmentError, and nothing is left running, when one of them is not.
   */
  static async start(options: TestEnvironmentOptions): Promise<TestEnvironment> {
    const { startWithinMs = longestStartMs, folder = tmpdir() } = options;
    if (!(startWithinMs > 0 && startWithinMs <= longestStartMs)) throw new EnvironmentError(`startWithinMs is from 1 to ${longestStartMs}.`);
    const id = randomBytes(6).toString('hex');
    const units = await planUnits(options, id);
    checkPlan(units);
    const home = openHome(folder);
    await sweep(home);
    const environment = new TestEnvironment(options, id, home);
    try {
      await environment.#start(units);
      return environment;
    } catch (error) {
      await environment.stop();
      throw error;
    }
  }

  /** Null where this machine can start the infrastructure, else what is missing: for tests that skip themselves. */
  static async findLacking(...infrastructure: readonly (InfrastructureKind | TestInfrastructure)[]): Promise<string | null> {
    try {
      await planUnits({ infrastructure }, '');
      return null;
    } catch (error) {
      if (error instanceof EnvironmentError) return error.message;
      throw error;
    }
  }

  /** The address of a member: `http://…` of a service, `postgresql://…`, `redis://…`. */
  url(name: string): string {
    return this.#find(name).place.url;
  }

  /** The folder of a member's own. */
  folder(name: string): string {
    return this.#find(name).place.folder;
  }

  /**
   * One request to a service, with a correlation id. A status is never an error; that no answer came is one, with the
   * service's last log lines.
   */
  async request<Body = unknown>(service: string, path: string, request: TestRequest = {}): Promise<Reply<Body>> {
    const { place, name, fault, book } = this.#find(service);
    if (fault) throw new EnvironmentError(`${name} does not run: it ${fault.slice(name.length + 1)}`);
    return ask<Body>(`${place.url}/${path.replace(/^\//, '')}`, request, (trouble, sent) => {
      const what = `${name} did not answer ${sent.method} ${path}: ${trouble}.`;
      return new EnvironmentError(`${what} ${this.#find(name).fault ?? book.tail(10)}`);
    });
  }

  /** What a member wrote to both of its streams. */
  logs(name: string): string[] {
    return this.#find(name).book.lines();
  }

  /** The lines of all members that tell of a request. */
  logsOf(correlationId: string): LogLine[] {
    return [...this.#members.values()].flatMap(({ name, book }) =>
      book
        .lines()
        .filter((line) => line.includes(correlationId))
        .map((line) => ({ service: name, line })),
    );
  }

  /** Ends a member and starts it again, with its folder and on its port; resolves when it is healthy. */
  async restart(name: string): Promise<void> {
    const member = this.#find(name);
    await member.stop();
    await member.start(AbortSignal.timeout(2 * longestStartMs));
    await this.#refresh();
  }

  /** Sends a signal to all processes of a member, SIGKILL by default; resolves when a killed one is gone. `restart` brings it back. */
  async kill(name: string, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await this.#find(name).kill(signal);
  }

  /** Ends everything, those first that others do not need, and removes all folders. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #find(name: string): Member {
    const member = this.#members.get(name);
    if (!member) throw new EnvironmentError(`There is no ${name} in the environment. There are: ${[...this.#members.keys()].join(', ') || 'none'}.`);
    return member;
  }

  async #start(units: readonly Unit[]): Promise<void> {
    const { startWithinMs = longestStartMs, graceMs = 5000, signal, onProgress } = this.#options;
    this.#record();
    makeFolder(this.#state.folder);
    this.#guard = startGuard(this.#file);
    const { id, folder } = this.#state;
    const placeOf = (name: string) => this.#members.get(name)?.place;
    const surroundings = { id, folder, placeOf, record: () => this.#record(), startWithinMs, graceMs };
    for (const unit of units) this.#members.set(unit.name, new Member(unit, surroundings));
    for (const member of this.#members.values()) await member.settle();
    this.#record();
    const failed = new AbortController();
    const whole = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
    const work = async (name: string) => {
      const startedMs = performance.now();
      await this.#find(name).start(whole);
      onProgress?.(`${name} is healthy after ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
    };
    const names = [...this.#members.keys()];
    const waitsFor = (name: string) => this.#find(name).unit.waitsFor;
    // The first fault is the one to tell; the others end because of it.
    const first = (name: string) =>
      work(name).catch((error) => {
        failed.abort(error);
        throw failed.signal.reason;
      });
    await Promise.all([this.#guard.ready, inOrder(names, waitsFor, first)]);
    await this.#refresh();
  }

  /** Starts those again that were given an address which has changed since: a port that was taken gives another one. */
  async #refresh(): Promise<void> {
    for (const member of this.#members.values())
      if (member.isOutOfDate) {
        await member.stop();
        await member.start(AbortSignal.timeout(2 * longestStartMs));
      }
  }

  #record(): void {
    const members = [...this.#members.values()];
    this.#state.groups = members.flatMap(({ group }) => group ?? []);
    this.#state.containers = members.flatMap(({ unit }) => unit.container ?? []);
    writeState(this.#file, this.#state);
  }

  async #stop(): Promise<void> {
    const names = [...this.#members.keys()];
    const neededBy = (name: string) => names.filter((other) => this.#find(other).unit.waitsFor.includes(name));
    try {
      await inOrder(names, neededBy, (name) => this.#find(name).stop());
      removeState(this.#file, this.#state);
    } finally {
      // Where something is left, the guardian finds it in the state and tries once more.
      await this.#guard?.dismiss();
    }
  }
}
