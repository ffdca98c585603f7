import type { Role } from '#lib/model/role.ts';

interface Asking {
  role: Role;
  teams: string[];
}

/** As lib/model/role.ts rules it, without bringing zod to the browser. The server decides; this only spares a dead end. */
export function mayEdit(asking: Asking, team: string | null): boolean {
  if (asking.role === 'admin') return true;
  return asking.role === 'user' && team !== null && asking.teams.includes(team);
}
