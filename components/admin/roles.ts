import type { Role } from '#lib/model/role.ts';

export const roles: { value: Role; label: string }[] = [
  { value: 'admin', label: 'Admin' },
  { value: 'user', label: 'User' },
  { value: 'guest', label: 'Guest' },
];

export const roleWords: Record<Role, string> = {
  admin: 'does everything',
  user: 'reads, and edits the services of own teams',
  guest: 'reads',
};

/** The roles that somebody may hand out: none stronger than their own. */
export function rolesUpTo(role: Role): { value: Role; label: string }[] {
  return roles.slice(roles.findIndex(({ value }) => value === role));
}
