import { env } from '#lib/env.ts';
import type { Named } from '#lib/model/callee.ts';
import { selfMatcher } from '#lib/model/graph/ourselves.ts';
import { nameOfNode } from '#lib/model/graph/review.ts';

/** Whether a text that names a callee, or a registered service, is this Signalbox. */
export function ourselves(): (one: string | Named) => boolean {
  const { SIGNALBOX_URL, HOST, PORT } = env();
  return selfMatcher([...(SIGNALBOX_URL ? [SIGNALBOX_URL] : []), ...[HOST, 'localhost', '127.0.0.1'].map((host) => `http://${host}:${PORT}`)]);
}

/** Whether a node is this Signalbox, which services call to register and to push. */
export function selfAmong(services: readonly Named[]): (id: string) => boolean {
  const isSelf = ourselves();
  const own = new Set(services.filter(isSelf).map(({ name }) => name));
  return (id) => own.has(id) || (id.startsWith('external:') && isSelf(nameOfNode(id)));
}
