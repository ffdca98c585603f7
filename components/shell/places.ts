import type { Role } from '#lib/model/role.ts';

export interface Place {
  name: 'Fleet' | 'Services' | 'APIs' | 'Graph' | 'Latency' | 'Breakers' | 'Topics' | 'Walls' | 'REST API' | 'Admin';
  href: '/' | '/services' | '/apis' | '/graph' | '/latency' | '/breakers' | '/topics' | '/walls' | '/docs' | '/admin';
  /** Pressed after `g`. */
  key: string;
  role: Role;
}

const places: Place[] = [
  { name: 'Fleet', href: '/', key: 'f', role: 'guest' },
  { name: 'Services', href: '/services', key: 's', role: 'guest' },
  { name: 'APIs', href: '/apis', key: 'i', role: 'guest' },
  { name: 'Graph', href: '/graph', key: 'd', role: 'guest' },
  { name: 'Latency', href: '/latency', key: 'l', role: 'guest' },
  { name: 'Breakers', href: '/breakers', key: 'b', role: 'guest' },
  { name: 'Topics', href: '/topics', key: 't', role: 'guest' },
  { name: 'Walls', href: '/walls', key: 'w', role: 'guest' },
  { name: 'REST API', href: '/docs', key: 'p', role: 'guest' },
  { name: 'Admin', href: '/admin', key: 'a', role: 'admin' },
];

export const registerHref = '/register';
export const accountHref = '/account';

/** The pages that a role can open. */
export function placesFor(role: Role): Place[] {
  return places.filter((place) => place.role === 'guest' || role === 'admin');
}

/** Whether a path lies in a place; the fleet is only itself. */
export function isWithin(path: string, href: string): boolean {
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
}
