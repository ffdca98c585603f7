import { changePassword, changeUser, createToken, createUser, removeToken, removeUser } from '#lib/command/account.ts';
import { setUp } from '#lib/command/first-run.ts';
import { AppError } from '#lib/errors.ts';
import type { Session } from '#lib/model/account.ts';
import { type Actor, isRoleHolder } from '#lib/model/role.ts';
import { listAuditPage, listTokensPage, listUsersPage } from '#lib/query/account.ts';
import { os } from './authorise.ts';
import { asked } from './context.ts';

export const user = {
  list: os.user.list.handler(({ context, input }) => listUsersPage(asked(context), input)),
  create: os.user.create.handler(({ context, input }) => createUser(asked(context), input)),
  change: os.user.change.handler(({ context, input }) => changeUser(asked(context), input)),
  remove: os.user.remove.handler(({ context, input }) => removeUser(asked(context), input.id)),
};

export const token = {
  list: os.token.list.handler(({ context, input }) => listTokensPage(asked(context), input)),
  create: os.token.create.handler(({ context, input }) => createToken(asked(context), input)),
  remove: os.token.remove.handler(({ context, input }) => removeToken(asked(context), input.id)),
};

export const audit = {
  list: os.audit.list.handler(({ context, input }) => listAuditPage(asked(context), input)),
};

function describeActor(actor: Actor): Session {
  if (!isRoleHolder(actor)) throw new AppError('forbidden', 'A screen has no session.');
  const { name, email, role, teams, kind } = actor;
  return { name, email, role, teams, kind };
}

export const session = {
  read: os.session.read.handler(({ context }) => describeActor(asked(context).actor)),
  changePassword: os.session.changePassword.handler(({ context, input }) => changePassword(asked(context), input)),
  setUp: os.session.setUp.handler(({ context, input }) => setUp(context, input)),
};
