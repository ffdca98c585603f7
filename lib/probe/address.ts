import { isIP } from 'node:net';
import ip from 'ipaddr.js';

export type Address = ip.IPv4 | ip.IPv6;
export type Network = [Address, number];

/** `never` may not be called whatever is listed; the rest is up to the policy. */
export type Layer = 'never' | 'loopback' | 'private' | 'public';

const network = (text: string): Network => ip.parseCIDR(text);

const never = [
  '0.0.0.0/8',
  '169.254.0.0/16',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.192/32',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  'fe80::/10',
  'ff00::/8',
  'fd00:ec2::254/128',
  'fd20:ce::254/128',
  '64:ff9b:1::/48',
].map(network);
const loopback = ['127.0.0.0/8', '::1/128'].map(network);
const inner = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', 'fec0::/10'].map(network);

/** Prefixes of IPv6 that carry an IPv4 address in their last 32 bits: mapped, translated, compatible and NAT64. */
const carriers = ['::ffff:0:0/96', '::ffff:0:0:0/96', '::/96', '64:ff9b::/96'].map(network);
const sixToFour = network('2002::/16');
const teredo = network('2001::/32');

export function parseAddress(text: string): Address | null {
  return isIP(text) === 0 ? null : ip.parse(text);
}

export function parseNetwork(text: string): Network | null {
  return ip.isValidCIDR(text) && isIP(text.slice(0, text.indexOf('/'))) !== 0 ? ip.parseCIDR(text) : null;
}

export function isWithin(address: Address, [base, bits]: Network): boolean {
  return address.kind() === base.kind() && address.match(base, bits);
}

export function isSame(a: Address, b: Address): boolean {
  return a.kind() === b.kind() && a.toNormalizedString() === b.toNormalizedString();
}

const isWithinAny = (address: Address, networks: Network[]) => networks.some((one) => isWithin(address, one));

function ipv4From(bytes: number[], at: number, mask = 0): Address {
  return new ip.IPv4(bytes.slice(at, at + 4).map((byte) => byte ^ mask));
}

/** The addresses that decide about an address: those that tunnels and translations carry, else itself. */
export function unwrapAddress(address: Address): Address[] {
  if (address.kind() === 'ipv4') return [address];
  const bytes = address.toByteArray();
  if (isWithin(address, sixToFour)) return [ipv4From(bytes, 2)];
  if (isWithin(address, teredo)) return [ipv4From(bytes, 4), ipv4From(bytes, 12, 0xff)];
  const isPlain = isWithinAny(address, loopback) || isWithinAny(address, never);
  return !isPlain && isWithinAny(address, carriers) ? [ipv4From(bytes, 12)] : [address];
}

/** The layer of an address that `unwrapAddress` gave. */
export function layerOf(address: Address): Layer {
  if (isWithinAny(address, never)) return 'never';
  if (isWithinAny(address, loopback)) return 'loopback';
  return isWithinAny(address, inner) ? 'private' : 'public';
}
