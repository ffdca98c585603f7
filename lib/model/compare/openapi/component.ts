import { objectAt, stableText } from '../../document/normalise/json.ts';
import type { Scope } from '../report.ts';
import { followMap, note, type Room } from './room.ts';

/** Names of schemas: they do not travel, but generated clients have them as types. */
export function compareComponents(room: Room, scope: Scope): void {
  const before = followMap(room.from, objectAt(room.from.document, 'components'), 'schemas');
  const after = followMap(room.to, objectAt(room.to.document, 'components'), 'schemas');
  const come = new Map<string, string>();
  for (const [name, schema] of after) if (!before.has(name)) come.set(stableText(schema), name);
  for (const [name, schema] of before) {
    if (after.has(name)) continue;
    const now = come.get(stableText(schema));
    note(room, scope, {
      id: now === undefined ? 'schema.component.removed' : 'schema.component.renamed',
      aliases: ['api-schema-removed'],
      severity: 'info',
      message:
        now === undefined
          ? `The schema \`${name}\` was removed.`
          : `The schema \`${name}\` is now called \`${now}\`: generated clients name the type differently.`,
      from: schema,
      to: now === undefined ? undefined : after.get(now),
      detail: name,
    });
  }
}
