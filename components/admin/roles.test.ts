import { expect, it } from 'vitest';
import { allows, roleSchema } from '#lib/model/role.ts';
import { roles, rolesUpTo } from './roles.ts';

it('knows every role of the model', () => expect(roles.map(({ value }) => value).sort()).toEqual([...roleSchema.options].sort()));

it.each(roleSchema.options)('a %s hands out no role above its own', (role) => {
  const given = rolesUpTo(role).map(({ value }) => value);
  expect(given).toEqual(roleSchema.options.filter((other) => allows(other, { role })));
});
