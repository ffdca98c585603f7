import { readFile, rename, writeFile } from 'node:fs/promises';
import { clientOfSignalbox, readCatalog } from './catalog.ts';
import { ServiceClient } from './client.ts';
import type { ServiceConfig } from './config.ts';
import { type Log, standardLog } from './log.ts';

/** What is sent to one service of the catalog, to one origin only: an address that changes in the catalog gets no credential. */
export interface ServiceCredentials extends Pick<ServiceConfig, 'apiKey' | 'jwtToken'> {
  /** Such as `https://orders.example.com`. */
  origin: string;
}

/** How a registry follows the catalog of Signalbox. */
export interface CatalogOptions {
  /** The services to read; all by default. Name them where the catalog is large. */
  services?: readonly string[];
  /** Credentials by service. Signalbox hands out none. */
  credentials?: Record<string, ServiceCredentials>;
  /** How often to read the catalog again, ms. 60,000 by default. */
  refreshMs?: number;
  /** A file for the last copy, so that a start without Signalbox works. It holds no credentials. None by default. */
  cacheFile?: string;
  /** Where trouble is told. JSON lines on the standard output by default. */
  log?: Log;
}

/** The clients of the services that an application calls, by name. */
export class ServiceRegistry {
  readonly #clients = new Map<string, { client: ServiceClient; key: string }>();
  #listed = new Set<string>();
  #refresh: (() => Promise<void>) | undefined;
  #timer: NodeJS.Timeout | undefined;

  /**
   * A registry of the services that Signalbox knows, with their addresses, time-outs, retries and breakers. It reads the catalog
   * again every `refreshMs` and keeps its last copy while Signalbox is away. Rejects when the first reading fails and no copy is
   * at hand. The token needs the role guest.
   */
  static async fromSignalbox(url: string, token: string | undefined, options: CatalogOptions = {}): Promise<ServiceRegistry> {
    const { refreshMs = 60_000, log = standardLog('registry') } = options;
    const signalbox = clientOfSignalbox(url, token);
    const registry = new ServiceRegistry();
    registry.#refresh = async () => {
      const configs = await readCatalog(signalbox, options.services);
      registry.#replace(configs, options.credentials ?? {}, log);
      if (!options.cacheFile) return;
      await keep(options.cacheFile, configs).catch((error: Error) =>
        log.warn({ reason: error.message }, 'the copy of the catalog cannot be written'),
      );
    };
    await registry.#refresh().catch(async (error: Error) => {
      const configs = options.cacheFile ? await recall(options.cacheFile) : null;
      if (!configs) throw error;
      log.warn({ reason: error.message }, 'the catalog cannot be read; its last copy is used');
      registry.#replace(configs, options.credentials ?? {}, log);
    });
    registry.#timer = setInterval(() => {
      registry.refresh().catch((error: Error) => log.warn({ reason: error.message }, 'the catalog cannot be read; its last copy is used'));
    }, refreshMs);
    registry.#timer.unref();
    return registry;
  }

  /** Adds a service, or changes how it is called. Returns its client. Throws a TypeError when the configuration is not valid. */
  registerService(config: ServiceConfig): ServiceClient {
    const { fallback: _, ...plain } = config;
    const key = JSON.stringify(plain);
    const known = this.#clients.get(config.name);
    if (known && known.key === key && !config.fallback) return known.client;
    const client = new ServiceClient(config);
    this.#clients.set(config.name, { client, key });
    return client;
  }

  /** The client of a service. Ask each time: a new address in the catalog makes a new client. Throws for a name that is not known. */
  getClient(name: string): ServiceClient {
    const known = this.#clients.get(name);
    if (known) return known.client;
    const names = this.names();
    throw new Error(`No service ${JSON.stringify(name)} is registered. ${names.length > 0 ? `Known: ${names.join(', ')}.` : 'None is.'}`);
  }

  /** The names of all services, sorted. */
  names(): string[] {
    return [...this.#clients.keys()].sort();
  }

  /** Whether each service calls itself healthy, by name; all are asked at the same time. Never rejects. */
  async healthCheckAll(): Promise<Record<string, boolean>> {
    const names = this.names();
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await this.getClient(name).healthCheck()] as const)));
  }

  /** Reads the catalog now; rejects when it cannot be read, and the last copy stays. Does nothing without a catalog. */
  async refresh(): Promise<void> {
    await this.#refresh?.();
  }

  /** Follows the catalog no longer. */
  close(): void {
    clearInterval(this.#timer);
  }

  #replace(configs: readonly ServiceConfig[], credentials: Record<string, ServiceCredentials>, log: Log): void {
    for (const config of configs) {
      const { origin, ...secrets } = credentials[config.name] ?? { origin: null };
      try {
        this.registerService(origin && new URL(origin).origin === new URL(config.baseUrl).origin ? { ...config, ...secrets } : config);
      } catch (error) {
        log.warn({ service: config.name, reason: (error as Error).message }, 'a service of the catalog cannot be called');
      }
    }
    const listed = new Set(configs.map(({ name }) => name));
    for (const name of this.#listed) if (!listed.has(name)) this.#clients.delete(name);
    this.#listed = listed;
  }
}

async function keep(file: string, configs: readonly ServiceConfig[]): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(configs), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

async function recall(file: string): Promise<ServiceConfig[] | null> {
  try {
    const configs = JSON.parse(await readFile(file, 'utf8'));
    return Array.isArray(configs) ? configs : null;
  } catch {
    return null;
  }
}
