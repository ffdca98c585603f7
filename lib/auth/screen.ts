import type { Actor } from '#lib/model/role.ts';
import type { PrismaClient } from '#lib/store/db.ts';
import { findScreenByText, touchScreen } from '#lib/store/wall-screen.ts';
import { isSecureSite } from './cookie.ts';

const years = 365 * 24 * 3600;
const touchEveryMs = 20_000;

/** Not `__Host-`: that would be for every path, and a screen's token is for its wall alone. */
export const screenCookieName = (): string => `${isSecureSite() ? '__Secure-' : ''}signalbox.screen`;

/** The places that a screen needs: its page, and what the page asks for. */
const pathsOf = (wall: string) => [`/wall/${wall}`, `/api/v1/walls/${wall}`];

/** The cookies that make a browser the screen whose token this is. */
export function screenCookies(wall: string, token: string): string[] {
  const secure = isSecureSite() ? '; Secure' : '';
  return pathsOf(wall).map((path) => `${screenCookieName()}=${token}; Path=${path}; Max-Age=${10 * years}; HttpOnly; SameSite=Lax${secure}`);
}

/** The screen whose token a cookie is. */
export async function findScreenActor({ db, nowMs }: { db: PrismaClient; nowMs: number }, cookie: string): Promise<Actor | null> {
  const screen = await findScreenByText(db, cookie);
  if (!screen) return null;
  if (screen.lastSeenAt === null || nowMs - Date.parse(screen.lastSeenAt) >= touchEveryMs) await touchScreen(db, screen.id, nowMs);
  return { kind: 'screen', userId: null, name: `screen ${screen.name} ${screen.id}`, email: null, role: 'screen', teams: [], wall: screen.wall };
}
