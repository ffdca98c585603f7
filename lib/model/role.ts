import { z } from 'zod';

export const roleSchema = z.enum(['admin', 'user', 'guest']);
export type Role = z.infer<typeof roleSchema>;

/** A screen is weaker than any role: it may do what its wall needs, and nothing that is for people. */
export type ActorRole = Role | 'screen';

/** Who is asking. `name` is what audit lines show. */
export interface Actor {
  kind: 'user' | 'token' | 'system' | 'screen';
  /** The user's id; null for the system and for tokens that belong to nobody. */
  userId: number | null;
  name: string;
  email: string | null;
  role: ActorRole;
  /** Names of the teams the actor belongs to. */
  teams: string[];
  /** The only wall that a screen may read. */
  wall?: string;
}

/** An actor that has a role of people: no screen. */
export type RoleHolder = Actor & { kind: Exclude<Actor['kind'], 'screen'>; role: Role };

export const isRoleHolder = (actor: Actor): actor is RoleHolder => actor.kind !== 'screen' && actor.role !== 'screen';

/** What an operation asks of the actor. `public` needs nobody. */
export type Access = 'public' | ActorRole;

const strength: Record<ActorRole, number> = { screen: 1, guest: 2, user: 3, admin: 4 };

/** Whether an actor may call an operation with this access. Nobody may call anything that is not public. */
export function allows(access: Access, actor: Pick<Actor, 'role'> | null): boolean {
  if (access === 'public') return true;
  return actor !== null && strength[actor.role] >= strength[access];
}

/** Admins edit every service; users those of their own teams; guests none. */
export function mayEditService(actor: Pick<Actor, 'role' | 'teams'>, team: string | null): boolean {
  if (actor.role === 'admin') return true;
  return actor.role === 'user' && team !== null && actor.teams.includes(team);
}

export const systemActor: Actor = { kind: 'system', userId: null, name: 'Signalbox', email: null, role: 'admin', teams: [] };
