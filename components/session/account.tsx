import Link from 'next/link';
import type { ReactNode } from 'react';
import { Panel } from '#components/ui/panel.tsx';
import type { RoleHolder } from '#lib/model/role.ts';
import { ChangePassword } from './change-password.tsx';
import classes from './session.module.css';

const tokenWords = {
  admin: (
    <>
      Yours stand with everybody else's under <Link href="/admin/tokens">Admin, API tokens</Link>.
    </>
  ),
  user: null,
  guest: 'Guests have no tokens. Ask an admin for the role user, or for a token that reads.',
};

interface AccountProps {
  viewer: Pick<RoleHolder, 'name' | 'email' | 'role' | 'teams' | 'kind'>;
  /** The viewer's own API tokens, where they may have some. */
  tokens: ReactNode;
}

/** What is mine: who I am here, my password, my tokens. */
export function Account({ viewer, tokens }: AccountProps) {
  return (
    <div className={classes.column}>
      <Panel title="Who you are here">
        <dl className={classes.facts}>
          <dt>Name</dt>
          <dd>{viewer.name}</dd>
          <dt>E-mail</dt>
          <dd>{viewer.email ?? '–'}</dd>
          <dt>Role</dt>
          <dd>{viewer.role}</dd>
          <dt>Teams</dt>
          <dd>{viewer.teams.length === 0 ? 'none' : viewer.teams.join(', ')}</dd>
        </dl>
      </Panel>
      {viewer.kind === 'user' ? (
        <Panel title="Password">
          <ChangePassword />
        </Panel>
      ) : null}
      <Panel title="API tokens">{tokens ?? <p className={classes.text}>{tokenWords[viewer.role]}</p>}</Panel>
    </div>
  );
}
