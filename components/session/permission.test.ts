import fc from 'fast-check';
import { it } from 'vitest';
import { mayEditService, roleSchema } from '#lib/model/role.ts';
import { mayEdit } from './permission.ts';

it('gives the answer of the model for every actor and team', () => {
  const team = fc.constantFrom('checkout', 'search', 'platform');
  const actor = fc.record({ role: fc.constantFrom(...roleSchema.options), teams: fc.uniqueArray(team) });
  fc.assert(fc.property(actor, fc.option(team), (asking, owner) => mayEdit(asking, owner) === mayEditService(asking, owner)));
});
