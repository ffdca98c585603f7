import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { pause } from '../http.ts';
import { removeContainer } from './engine.ts';
import { EnvironmentError } from './fault.ts';
import { endKin, type Group, type Kin, markOfEnvironment, markOfService, pidsOf, send } from './group.ts';
import { LogBook } from './log-book.ts';
import { fill, type Place, self } from './placeholder.ts';
import { type HeldPort, holdPort, isInUse, isListener } from './port.ts';
import { findProcess } from './process-table.ts';
import { type Command, findIn, foldersOf, type Unit } from './unit.ts';

/** What a member is told of the environment that it is part of. */
export interface Surroundings {
  id: string;
  /** Holds a folder for each member. */
  folder: string;
  placeOf: (name: string) => Place | undefined;
  /** Called when what must be ended after a crash has changed. */
  record: () => void;
  startWithinMs: number;
  graceMs: number;
}

const mostPorts = 5;
const shownLines = 20;
const longestPauseMs = 250;
const lastWordsMs = 1000;

const engineRule = /(^|\/)(docker|podman)$/;

/** Whether a program complains that the port is in use, and not another one that it wants too. */
function isAboutPort(line: string, port: number): boolean {
  if (!/EADDRINUSE|address already in use/i.test(line)) return false;
  const named = [...line.matchAll(/:(\d{4,5})\b/g)].map(([, digits]) => Number(digits));
  return named.length === 0 || named.includes(port);
}

type Outcome = 'healthy' | 'port taken' | 'out of date';

/** One process group of an environment: started, asked for its health, followed to its end. */
export class Member {
  readonly unit: Unit;
  readonly book = new LogBook();
  readonly #surroundings: Surroundings;
  readonly #folder: string;
  #held: HeldPort | null = null;
  #port = 0;
  #child: ChildProcess | null = null;
  #group: Group | null = null;
  #given = '';
  /** How it ended; null while it runs. */
  #end: string | null = 'was not started';
  #closed: Promise<void> = Promise.resolve();
  #linesBefore = 0;

  constructor(unit: Unit, surroundings: Surroundings) {
    this.unit = unit;
    this.#surroundings = surroundings;
    this.#folder = join(surroundings.folder, unit.name);
  }

  get name(): string {
    return this.unit.name;
  }

  get group(): Group | null {
    return this.#group;
  }

  get place(): Place {
    return { url: this.unit.urlOf(this.#port), host: '127.0.0.1', port: this.#port, folder: this.#folder };
  }

  /** How it ended, with its last log lines; null while it runs. */
  get fault(): string | null {
    return this.#end && `${this.name} ${this.#end}. ${this.book.tail(shownLines)}`;
  }

  /** Whether it was started with an address that has changed since. */
  get isOutOfDate(): boolean {
    return this.#end === null && this.#given !== this.#texts();
  }

  /** Keeps a port and makes its folder, before anything is started. */
  async settle(): Promise<void> {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const { port } = this.unit;
    this.#held = await holdPort(port).catch((error) => {
      if (port === undefined) throw error;
      throw new EnvironmentError(`${this.name} asks for port ${port}, which is in use. End what listens there, or leave the port out.`);
    });
    this.#port = this.#held.port;
  }

  /** Starts it and waits until it is healthy. Rejects with what went wrong and its last log lines. */
  async start(signal: AbortSignal): Promise<void> {
    const untilMs = performance.now() + this.#surroundings.startWithinMs;
    for (let ports = 1; ; ) {
      await this.#launch();
      const outcome = await this.#untilHealthy(untilMs, signal);
      if (outcome === 'healthy') return;
      await this.#endAll(this.#surroundings.graceMs);
      if (outcome === 'out of date') continue;
      if (this.unit.port !== undefined || ports >= mostPorts)
        throw new EnvironmentError(
          `${this.name} cannot be started: a process that is none of its own has taken port ${this.#port} meanwhile. ${this.book.tail(shownLines)}`,
        );
      ports += 1;
      await this.settle();
    }
  }

  /** Ends all its processes: asks, then kills after the grace. */
  async stop(graceMs = this.#surroundings.graceMs): Promise<void> {
    await this.#held?.release();
    this.#held = null;
    await this.#endAll(graceMs);
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    if (!this.#group || this.#end !== null) throw new EnvironmentError(`${this.name} does not run: it ${this.#end}.`);
    if (signal === 'SIGKILL') return this.#endAll(0);
    send(-this.#group.id, signal);
  }

  get #kin(): Kin {
    return { groups: this.#group ? [this.#group] : [], mark: markOfService(this.#surroundings.id, this.name) };
  }

  #texts(): string {
    return JSON.stringify(this.unit.texts.map(this.#fill));
  }

  readonly #fill = (text: string) => fill(text, (name) => (name === self ? this.place : this.#surroundings.placeOf(name)));

  async #launch(): Promise<void> {
    const wanted = await this.unit.prepare(this.place, this.#fill, this.#marks);
    const env = { ...process.env, ...wanted.env, ...this.#marks };
    this.#check(wanted, env);
    this.#given = this.#texts();
    this.#linesBefore = this.book.count;
    await this.#held?.release();
    this.#held = null;
    const { command, args, cwd, identity } = wanted;
    const child = spawn(command, args, { ...identity, ...(cwd && { cwd }), env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    this.#end = null;
    this.#follow(child);
    if (child.pid === undefined) return;
    const startedAt = findProcess(child.pid)?.startedAt ?? '';
    this.#group = { id: child.pid, startedAt, signal: this.unit.signal };
    this.#surroundings.record();
  }

  get #marks(): Record<string, string> {
    const { id } = this.#surroundings;
    return Object.fromEntries([markOfEnvironment(id), markOfService(id, this.name)].map((mark) => mark.split('=', 2)));
  }

  #check({ command, cwd }: Command, env: NodeJS.ProcessEnv): void {
    if (cwd && !existsSync(cwd)) throw new EnvironmentError(`${this.name} cannot be started: there is no folder ${cwd}.`);
    const found = command.includes('/') ? findIn([isAbsolute(command) ? '' : (cwd ?? '.')], command) : findIn(foldersOf(env.PATH), command);
    if (found) return;
    const where = command.includes('/') ? `at ${command}` : `${command} on the PATH`;
    throw new EnvironmentError(`${this.name} cannot be started: there is no program ${where}. Install it, or correct \`command\`.`);
  }

  #follow(child: ChildProcess): void {
    this.book.follow(child.stdout);
    this.book.follow(child.stderr);
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const ended = new Promise<void>((resolve) => {
      child.once('error', (error) => {
        this.#end = `could not be started: ${error.message}`;
        resolve();
      });
      child.once('exit', (code, signal) => {
        this.#end = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
        // What it started itself is of no use without it, and would keep its streams open.
        send(-(child.pid as number), 'SIGKILL');
        resolve();
      });
    });
    this.#closed = ended.then(() => Promise.race([closed, pause(lastWordsMs)]));
    // An owner that forgets to stop is not to be kept alive by what it started; the guardian ends that.
    child.unref();
    for (const stream of [child.stdout, child.stderr]) (stream as unknown as { unref?: () => void } | null)?.unref?.();
  }

  async #untilHealthy(untilMs: number, signal: AbortSignal): Promise<Outcome> {
    let fault = 'It was not asked yet.';
    for (let waitMs = 25; performance.now() < untilMs; waitMs = Math.min(waitMs * 1.5, longestPauseMs)) {
      signal.throwIfAborted();
      if (this.#end !== null) return this.#judgeEnd();
      if (this.isOutOfDate) return 'out of date';
      const found = await this.unit.probe(this.place);
      if (found === null && this.#end === null) return this.#isAnsweredByStranger() ? 'port taken' : 'healthy';
      fault = found ?? fault;
      await Promise.race([pause(waitMs, signal), this.#closed]);
    }
    const seconds = this.#surroundings.startWithinMs / 1000;
    throw new EnvironmentError(`${this.name} was not healthy within ${seconds} s. ${fault} ${this.book.tail(shownLines)}`);
  }

  async #judgeEnd(): Promise<Outcome> {
    // Also what it left behind: a process of its own that still listens is no stranger.
    await this.#endAll(0);
    if (this.book.lines(this.#linesBefore).some((line) => isAboutPort(line, this.#port)) || (await isInUse(this.#port))) return 'port taken';
    throw new EnvironmentError(`${this.name} ${this.#end} before it was healthy. ${this.book.tail(shownLines)}`);
  }

  /** A port may be taken in the moment between ours and the service's, and who has it may answer. Engines listen in the name of containers. */
  #isAnsweredByStranger(): boolean {
    if (engineRule.test(this.#child?.spawnfile ?? '')) return false;
    return isListener(this.#port, pidsOf(this.#kin)) === false;
  }

  async #endAll(graceMs: number): Promise<void> {
    const { container } = this.unit;
    // Its end is waited for, also where nothing else keeps this process alive.
    if (this.#end === null) this.#child?.ref();
    const left = await endKin(this.#kin, graceMs);
    if (container && this.#child) await removeContainer(container.engine, container.name);
    if (left.length > 0) throw new EnvironmentError(`${this.name} cannot be ended: processes ${left.join(', ')} outlive SIGKILL.`);
    if (this.#child) await this.#closed;
    this.#group = null;
    this.#surroundings.record();
  }
}
