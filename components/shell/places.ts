import type { Role } from '#lib/model/role.ts';

export interface Place {
  name: 'Fleet' | 'Services' | 'API' | 'Admin';
  href: '/' | '/services' | '/docs' | '/admin';
  /** Pressed after `g`. */
  key: string;
  role: Role;
}

const places: Place[] = [
  { name: 'Fleet', href: '/', key: 'f', role: 'guest' },
  { name: 'Services', href: '/services', key: 's', role: 'guest' },
  { name: 'API', href: '/docs', key: 'p', role: 'guest' },
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
