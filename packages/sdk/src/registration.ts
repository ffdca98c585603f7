import { clientOfSignalbox, isAnswer, pathOfService, servicesPath } from './catalog.ts';
import { ServiceAuthenticationError, ServiceError } from './error.ts';
import type { Log } from './log.ts';
import { wait } from './wait.ts';

/** A service that is called: its name in the catalog, or the name with what kind it is and whether nothing works without it. */
export type Dependency = string | { service: string; kind?: 'http' | 'event' | 'datastore'; critical?: boolean };

/** How a service enters the catalog of Signalbox. Only what is given here is written; what people change there stays otherwise. */
export interface SignalboxOptions {
  /** Address of Signalbox. Without one, as on a developer's machine, nothing is registered. */
  url: string | undefined;
  /** An API token: role admin to register a new service, role user to keep a registered one up to date. */
  token?: string | undefined;
  /** Address under which callers and Signalbox reach this service. By default the address it listens on, unless the catalog has several instances of it. */
  baseUrl?: string;
  displayName?: string;
  description?: string;
  /** Owning team, a name in lower-case letters, digits and hyphens; as are domain and system. */
  team?: string;
  domain?: string;
  system?: string;
  /** 1, the most important, to 4. */
  tier?: 1 | 2 | 3 | 4;
  lifecycle?: 'experimental' | 'production' | 'deprecated';
  tags?: readonly string[];
  links?: readonly { kind: 'runbook' | 'repository' | 'dashboard' | 'chat'; url: string }[];
  /** Services that this one calls. */
  dependencies?: readonly Dependency[];
  datastores?: readonly string[];
  /** Topics. */
  publishes?: readonly string[];
  subscribes?: readonly string[];
  healthCheckPath?: string;
  metricsPath?: string | null;
  openapiPath?: string | null;
  /** How callers of this service go about it; their registries read these five. */
  timeoutSeconds?: number;
  maxRetries?: number;
  retryDelaySeconds?: number;
  circuitBreakerThreshold?: number;
  circuitBreakerTimeoutSeconds?: number;
  /** So many of a hundred requests shall be answered within the threshold; best one of the bounds that its histogram has. */
  latencyObjective?: { percentile: 50 | 95 | 99; thresholdMs: number } | null;
  /** How often Signalbox looks. */
  pollIntervalSeconds?: number;
}

const firstDelayMs = 1000;
const longestDelayMs = 60_000;

/** The body of a registration; `name` stands in the path of a change and in the body of a first registration. */
function bodyOf({ url: _url, token: _token, dependencies, ...fields }: SignalboxOptions): Record<string, unknown> {
  const calls = dependencies?.map((one) => (typeof one === 'string' ? { service: one } : one));
  return { ...fields, ...(calls && { dependencies: calls }) };
}

/** What an answer says, in words: `baseUrl: must be …`. */
const saidBy = ({ body, message }: ServiceError): string => {
  const said = (body as { message?: unknown } | undefined)?.message;
  return typeof said === 'string' ? `${message}: ${said}` : message;
};

type How = 'registered' | 'changed';

/** Changes the service in the catalog, or registers it when it is not there yet. Rejects with what Signalbox said. */
export const registerWithSignalbox = (name: string, options: SignalboxOptions, signal?: AbortSignal): Promise<How> =>
  registerAt(undefined, name, options, signal);

/**
 * The same for a service that listens at `address`, which is its base URL where none is given. Where the catalog has several instances of
 * it, the base URL is the address that callers use, and no instance may put its own in its place.
 */
async function registerAt(address: string | undefined, name: string, options: SignalboxOptions, signal?: AbortSignal): Promise<How> {
  const { url, token } = options;
  if (url === undefined) throw new TypeError('Registering needs the address of Signalbox.');
  const client = clientOfSignalbox(url, token);
  const body = bodyOf(options);
  const own = address !== undefined && options.baseUrl === undefined ? { baseUrl: address } : {};
  const sent = signal ? { signal } : {};
  const change = async () => {
    const known = address === undefined ? undefined : await client.get<{ instances?: unknown[] } | undefined>(pathOfService(name), sent);
    await client.patch(pathOfService(name), { ...body, ...(known?.instances?.length ? {} : own) }, sent);
    return 'changed' as const;
  };
  const orElse = (status: number, next: () => Promise<How>) => (error: unknown) => {
    if (isAnswer(error, status)) return next();
    throw error;
  };
  const register = () => client.post(servicesPath, { name, ...body, ...own }, sent).then(() => 'registered' as const);
  // 409: another instance came first.
  return change().catch(orElse(404, () => register().catch(orElse(409, change))));
}

/** Whether trying again is no use: the token, the fields or the address are wrong. */
const isFinal = (error: unknown): boolean =>
  !(error instanceof ServiceError) || (error.status !== null && error.status < 500 && error.status !== 408 && error.status !== 429);

function reasonOf(error: unknown): string {
  if (error instanceof ServiceAuthenticationError) return `${saidBy(error)} Give an API token of Signalbox with the role admin.`;
  return error instanceof ServiceError ? saidBy(error) : (error as Error).message;
}

/** Registers in the background and tries again while Signalbox is away. A service never fails because its catalog does. */
export async function keepTrying(address: string, name: string, options: SignalboxOptions, log: Log, signal: AbortSignal): Promise<void> {
  const { url: signalbox } = options;
  for (let delayMs = firstDelayMs; !signal.aborted; delayMs = Math.min(longestDelayMs, delayMs * 2)) {
    try {
      const how = await registerAt(address, name, options, signal);
      return log.info({ signalbox, service: name, how }, 'registered with Signalbox');
    } catch (error) {
      if (signal.aborted) return;
      const reason = reasonOf(error);
      if (isFinal(error)) return log.error({ signalbox, reason }, 'not registered with Signalbox');
      log.warn({ signalbox, reason, againInMs: delayMs }, 'not yet registered with Signalbox');
      await wait(delayMs, signal).catch(() => {});
    }
  }
}
