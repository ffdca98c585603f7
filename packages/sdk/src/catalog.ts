import { ServiceClient } from './client.ts';
import type { ServiceConfig } from './config.ts';
import { ServiceError } from './error.ts';

/** A service as Signalbox answers it; a row of its list may lack the policies. */
interface CatalogEntry {
  name: string;
  baseUrl: string | null;
  healthCheckPath?: string;
  timeoutSeconds?: number;
  maxRetries?: number;
  retryDelaySeconds?: number;
  circuitBreakerThreshold?: number;
  circuitBreakerTimeoutSeconds?: number;
}

interface CatalogPage {
  services: CatalogEntry[];
  pagination: { pages: number };
}

const pageSize = 100;
const readsAtOnce = 8;

export const servicesPath = '/api/v1/services';
export const pathOfService = (name: string): string => `${servicesPath}/${encodeURIComponent(name)}`;
export const isAnswer = (error: unknown, status: number): boolean => error instanceof ServiceError && error.status === status;

/** How Signalbox itself is called. */
export const clientOfSignalbox = (baseUrl: string, jwtToken: string | undefined): ServiceClient =>
  new ServiceClient({ name: 'signalbox', baseUrl, timeoutMs: 10_000, retryDelayMs: 200, jwtToken: jwtToken || undefined });

const ms = (seconds: number | undefined) => (seconds === undefined ? undefined : Math.round(seconds * 1000));

/** What Signalbox says of calling a service; null while it knows no address. */
function configOf(entry: CatalogEntry): ServiceConfig | null {
  if (!entry.baseUrl) return null;
  return {
    name: entry.name,
    baseUrl: entry.baseUrl,
    healthCheckPath: entry.healthCheckPath,
    timeoutMs: ms(entry.timeoutSeconds),
    maxRetries: entry.maxRetries,
    retryDelayMs: ms(entry.retryDelaySeconds),
    circuitBreakerThreshold: entry.circuitBreakerThreshold,
    circuitBreakerTimeoutMs: ms(entry.circuitBreakerTimeoutSeconds),
  };
}

async function listEntries(signalbox: ServiceClient): Promise<CatalogEntry[]> {
  const entries: CatalogEntry[] = [];
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const answer = await signalbox.get<Partial<CatalogPage> | undefined>(servicesPath, { params: { page, limit: pageSize, sort: 'name' } });
    if (!Array.isArray(answer?.services))
      throw new TypeError(`${signalbox.baseUrl} answered something that is no catalog. Is it the address of Signalbox?`);
    entries.push(...answer.services);
    pages = answer.pagination?.pages ?? 1;
  }
  return entries;
}

/** The list has addresses; the policies stand in each service. One that was removed in between is left out. */
async function complete(signalbox: ServiceClient, entry: CatalogEntry): Promise<CatalogEntry | null> {
  if (entry.timeoutSeconds !== undefined || !entry.baseUrl) return entry;
  try {
    return await signalbox.get<CatalogEntry>(pathOfService(entry.name));
  } catch (error) {
    if (isAnswer(error, 404)) return null;
    throw error;
  }
}

/** How to call every service that the catalog has an address for, or those of `names` alone. */
export async function readCatalog(signalbox: ServiceClient, names?: readonly string[]): Promise<ServiceConfig[]> {
  const wanted = names ? names.map((name): CatalogEntry => ({ name, baseUrl: 'unread' })) : await listEntries(signalbox);
  const configs: ServiceConfig[] = [];
  for (let at = 0; at < wanted.length; at += readsAtOnce) {
    const read = await Promise.all(wanted.slice(at, at + readsAtOnce).map((entry) => complete(signalbox, entry)));
    for (const entry of read) {
      const config = entry && configOf(entry);
      if (config) configs.push(config);
    }
  }
  return configs;
}
