import { AppError } from '#lib/errors.ts';
import { type Address, isWithin, type Network, parseAddress, parseNetwork } from './address.ts';

/** One entry of SIGNALBOX_OUTBOUND_ALLOW. A port of null, written `*` or left out, is every port but those of other protocols. */
export interface AllowEntry {
  name: string | null;
  networks: Network[];
  port: number | null;
}

const loopbackOfLocalhost: Network[] = [parseNetwork('127.0.0.1/32'), parseNetwork('::1/128')].filter((one) => one !== null);

/** Lower case, without brackets and closing dots. */
export function plainHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '');
}

export function isLocalhost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}

function splitPort(entry: string): [string, string | null] {
  if (parseAddress(entry) || parseNetwork(entry)) return [entry, null];
  const parts = /^(\[[^\]]+\]|[^:[\]]+)(?::([^:]*))?$/.exec(entry);
  return parts ? [parts[1] ?? '', parts[2] ?? null] : ['', null];
}

function parsePort(text: string | null): AllowEntry['port'] | undefined {
  if (text === null || text === '*') return null;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65535 ? port : undefined;
}

function networkOf(address: Address): Network {
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function parseHost(text: string): Pick<AllowEntry, 'name' | 'networks'> | null {
  const bare = text.replace(/^\[|\]$/g, '');
  const network = parseNetwork(bare);
  if (network) return { name: null, networks: [network] };
  if (!parseAddress(bare) && !/^[a-z0-9_.-]+$/i.test(bare)) return null;
  const url = `http://${parseAddress(bare)?.kind() === 'ipv6' ? `[${bare}]` : bare}`;
  const host = URL.canParse(url) ? plainHost(new URL(url).hostname) : '';
  const address = parseAddress(host);
  if (address) return { name: null, networks: [networkOf(address)] };
  if (host === '') return null;
  return { name: host, networks: isLocalhost(host) ? loopbackOfLocalhost : [] };
}

/** `127.0.0.1:9900,localhost:*,10.20.0.0/16`; throws an AppError that names the entry that is wrong. */
export function parseAllowList(text: string): AllowEntry[] {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  return entries.map((entry) => {
    const [hostText, portText] = splitPort(entry);
    const host = parseHost(hostText);
    const port = parsePort(portText);
    if (host && port !== undefined) return { ...host, port };
    throw new AppError('validation_failed', `SIGNALBOX_OUTBOUND_ALLOW: "${entry}" is not host:port, host:* or network/bits`);
  });
}

export function namesHost(entry: AllowEntry, host: string, addresses: Address[]): boolean {
  return entry.name === host || (addresses.length > 0 && addresses.every((address) => entry.networks.some((one) => isWithin(address, one))));
}

export function opensPort(entry: AllowEntry, port: number): boolean {
  return entry.port === null || entry.port === port;
}
