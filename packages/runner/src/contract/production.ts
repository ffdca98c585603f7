import { ask, type Server } from '../ask.ts';
import { CommandError } from '../fault.ts';

export interface Registered {
  name: string;
  baseUrl: string | null;
  lifecycle: string;
  openapiPath?: string | null;
}

const mostPages = 50;
const perPage = 100;

const originOf = (url: string | null) => (url !== null && URL.canParse(url) ? new URL(url).origin : null);

/** A service of the catalog by its name. */
export const findByName = (server: Server, name: string) => ask<Registered>(server, 'GET', `/services/${encodeURIComponent(name)}`);

/** Those of the catalog that answer at the same origin. */
export async function findByAddress(server: Server, baseUrl: string): Promise<Registered[]> {
  const found: Registered[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const { services, pagination } = await ask<{ services: Registered[]; pagination: { pages: number } }>(
      server,
      'GET',
      `/services?sort=name&page=${page}&limit=${perPage}`,
    );
    found.push(...services.filter((one) => originOf(one.baseUrl) === originOf(baseUrl)));
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
  const declared = servers.find(({ url, description }) => originOf(url) === originOf(baseUrl) && /\bprod(uction)?\b/i.test(description));
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
