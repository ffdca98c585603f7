import { ask, type Server } from '../ask.ts';
import { CommandError } from '../fault.ts';

export interface Registered {
  name: string;
  baseUrl: string | null;
  /** Other addresses at which the service runs. A Signalbox of before does not tell. */
  instances?: string[];
  lifecycle: string;
  openapiPath?: string | null;
}

const mostPages = 50;
const perPage = 100;

const loopback = /^(localhost|.+\.localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])$/;

/** Where an address leads to: all names of this machine are one, and so are HTTP and HTTPS at their own ports. */
function placeOf(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { hostname, port } = new URL(url);
  return `${loopback.test(hostname) ? 'localhost' : hostname.replace(/\.$/, '')}:${port}`;
}

/** A service of the catalog by its name. */
export const findByName = (server: Server, name: string) => ask<Registered>(server, 'GET', `/services/${encodeURIComponent(name)}`);

/** Those of the catalog that answer at the same place: there, or one of their instances. */
export async function findByAddress(server: Server, baseUrl: string): Promise<Registered[]> {
  const found: Registered[] = [];
  const place = placeOf(baseUrl);
  for (let page = 1; page <= mostPages; page++) {
    const { services, pagination } = await ask<{ services: Registered[]; pagination: { pages: number } }>(
      server,
      'GET',
      `/services?sort=name&page=${page}&limit=${perPage}`,
    );
    found.push(...services.filter((one) => [one.baseUrl, ...(one.instances ?? [])].some((address) => placeOf(address) === place)));
    if (page >= pagination.pages) break;
  }
  return found;
}

export const isLoopback = (url: string) => /^(localhost|127\.|\[::1\])/.test(new URL(url).hostname);

export interface Care {
  /** Why the run is careful; null: it need not be. */
  because: string | null;
}

/** Whether a service is one that people depend on: as the catalog says, where there is one. */
export async function careFor(server: Server | null, baseUrl: string, servers: { url: string; description: string }[]): Promise<Care> {
  const declared = servers.find(({ url, description }) => placeOf(url) === placeOf(baseUrl) && /\bprod(uction)?\b/i.test(description));
  if (declared) return { because: `the document calls ${declared.url} production` };
  if (!server) return { because: null };
  try {
    const found = (await findByAddress(server, baseUrl)).find(({ lifecycle }) => lifecycle === 'production');
    return { because: found ? `Signalbox knows ${found.name} as production` : null };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { because: isLoopback(baseUrl) ? null : `Signalbox could not say whether this is production (${error.message.split('\n')[0]})` };
  }
}
