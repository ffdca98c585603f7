import { isObject, type Json, member, textAt } from '../json.ts';
import { type FaultyPath, openPath } from './proxy.ts';
import { createTerms, longestLeaseMs } from './term.ts';
import { ProxyError, readToxic, type Toxic } from './toxic.ts';

export interface ToxicView extends Toxic {
  /** When the fault ends by itself. */
  expiresAt: string;
  /** How often it has done something. */
  hits: number;
}

/** A proxy as the API shows it. */
export interface PathView {
  name: string;
  listen: string;
  upstream: string;
  enabled: boolean;
  toxics: ToxicView[];
}

export interface BoardOptions {
  /** How long a fault lasts when nobody renews it; 30,000 at most and by default. */
  leaseMs?: number;
  /** For jitter and toxicity. */
  seed?: number;
}

const downKey = (path: string) => `down ${path}`;
const leaseKey = (lease: string) => `named ${lease}`;
const keyOf = (path: string, { lease, name }: Toxic) => (lease === null ? `own ${path} ${name}` : leaseKey(lease));

/**
 * All proxies with their faults. Each fault has a lease and ends with it: the one that it names, or one of its own. Nobody
 * who dies leaves a fault behind.
 */
export class FaultBoard {
  readonly #paths = new Map<string, FaultyPath>();
  readonly #terms: ReturnType<typeof createTerms>;
  readonly #seed: number;

  constructor({ leaseMs = longestLeaseMs, seed = 1 }: BoardOptions = {}) {
    this.#seed = seed;
    this.#terms = createTerms(leaseMs, (key) => this.#onTermEnd(key));
  }

  /** How long a fault lasts when nobody renews it. */
  get leaseMs(): number {
    return this.#terms.termMs;
  }

  list(): PathView[] {
    return [...this.#paths.values()].map((path) => this.#view(path));
  }

  read(name: string): PathView {
    return this.#view(this.#find(name));
  }

  /** `{ name, upstream, listen? }`: listens, by default on a free port of the loopback. Rejects with a ProxyError. */
  async add(value: Json): Promise<PathView> {
    const [name, upstream] = [textAt(value, 'name'), textAt(value, 'upstream')];
    if (name === undefined || !/^[\w.-]{1,100}$/.test(name)) throw new ProxyError(400, 'name must be letters, digits, _ - and dots.');
    if (upstream === undefined) throw new ProxyError(400, 'upstream must be the host:port of the service.');
    if (this.#paths.has(name)) throw new ProxyError(409, `There is a proxy ${name} already.`);
    const path = await openPath({ name, upstream, listen: textAt(value, 'listen') ?? '127.0.0.1:0', seed: this.#seed });
    this.#paths.set(name, path);
    return this.change(name, value);
  }

  /** `{ enabled?, upstream? }`. One that is not enabled refuses connections, for the time of a lease. */
  async change(name: string, value: Json): Promise<PathView> {
    const path = this.#find(name);
    const upstream = textAt(value, 'upstream');
    if (upstream !== undefined) path.setUpstream(upstream);
    const enabled = member(value, 'enabled');
    if (typeof enabled === 'boolean') {
      await path.enable(enabled);
      if (!enabled) this.#terms.renew(downKey(name));
    }
    return this.#view(path);
  }

  async remove(name: string): Promise<void> {
    await this.#find(name).close();
    this.#paths.delete(name);
  }

  addToxic(name: string, value: Json): ToxicView {
    const path = this.#find(name);
    const toxic = readToxic(value);
    if (path.toxics().some((one) => one.name === toxic.name)) throw new ProxyError(409, `${name} has a toxic ${toxic.name} already.`);
    return this.#set(path, toxic);
  }

  readToxic(name: string, toxic: string): ToxicView {
    const path = this.#find(name);
    return this.#viewToxic(path, this.#findToxic(path, toxic));
  }

  /** What is left out stays; its term begins again. */
  changeToxic(name: string, toxic: string, value: Json): ToxicView {
    const path = this.#find(name);
    return this.#set(path, readToxic(isObject(value) ? { ...value, name: toxic } : value, this.#findToxic(path, toxic)));
  }

  removeToxic(name: string, toxic: string): void {
    const path = this.#find(name);
    path.removeToxic(this.#findToxic(path, toxic).name);
  }

  /** Keeps all faults of a lease for another term. Returns when it ends. */
  renewLease(lease: string): string {
    return this.#terms.renew(leaseKey(lease));
  }

  /** Ends all faults of a lease now. */
  endLease(lease: string): void {
    this.#terms.end(leaseKey(lease));
  }

  /** Ends every fault. */
  async reset(): Promise<void> {
    this.#terms.endAll();
    for (const path of this.#paths.values()) {
      for (const { name } of path.toxics()) path.removeToxic(name);
      await path.enable(true);
    }
  }

  async close(): Promise<void> {
    this.#terms.forget();
    await Promise.all([...this.#paths.values()].map((path) => path.close()));
    this.#paths.clear();
  }

  #find(name: string): FaultyPath {
    const path = this.#paths.get(name);
    if (!path) throw new ProxyError(404, `There is no proxy ${name}.`);
    return path;
  }

  #findToxic(path: FaultyPath, name: string): Toxic {
    const toxic = path.toxics().find((one) => one.name === name);
    if (!toxic) throw new ProxyError(404, `${path.name} has no toxic ${name}.`);
    return toxic;
  }

  #set(path: FaultyPath, toxic: Toxic): ToxicView {
    this.#terms.renew(keyOf(path.name, toxic));
    path.setToxic(toxic);
    return this.#viewToxic(path, toxic);
  }

  #viewToxic(path: FaultyPath, toxic: Toxic): ToxicView {
    return { ...toxic, expiresAt: this.#terms.endOf(keyOf(path.name, toxic)), hits: path.hits()[toxic.name] ?? 0 };
  }

  #view(path: FaultyPath): PathView {
    const toxics = path.toxics().map((toxic) => this.#viewToxic(path, toxic));
    return { name: path.name, listen: path.listen(), upstream: path.upstream(), enabled: path.isEnabled(), toxics };
  }

  #onTermEnd(key: string): void {
    for (const path of this.#paths.values()) {
      for (const toxic of path.toxics()) if (keyOf(path.name, toxic) === key) path.removeToxic(toxic.name);
      // An address that somebody else has taken meanwhile cannot be had back.
      if (key === downKey(path.name)) path.enable(true).catch(() => {});
    }
  }
}
