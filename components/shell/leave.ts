import { signOut } from '#lib/client/session.ts';

/** Leaves for the sign-in page with a fresh document, so that nothing of the session stays in memory. */
export async function leave(): Promise<void> {
  await signOut().catch(() => undefined);
  window.location.assign('/sign-in');
}
