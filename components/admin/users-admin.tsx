'use client';

import { NativeSelect } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '#components/session/session-query.ts';
import { Age } from '#components/ui/age.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { countWords, ListBar, ListBody, Pager } from '#components/ui/list-frame.tsx';
import { TableHead } from '#components/ui/table-head.tsx';
import { useListState } from '#components/ui/use-list-state.ts';
import { orpc } from '#lib/client/client.ts';
import type { User } from '#lib/model/account.ts';
import type { Role } from '#lib/model/role.ts';
import classes from './admin.module.css';
import { NewUserDialog } from './new-user-dialog.tsx';
import { roles } from './roles.ts';
import { useChangeUser } from './use-users.ts';
import { UserDialog } from './user-dialog.tsx';
import { UserMenu } from './user-menu.tsx';

type Open = { what: 'new' } | { what: 'edit'; user: User } | null;

/** Who may sign in, and as what. */
export function UsersAdmin() {
  const { q, page, filter, turnTo } = useListState();
  const [open, setOpen] = useState<Open>(null);
  const query = useQuery({ ...orpc.user.list.queryOptions({ input: { q: q || undefined, page, limit: 50 } }), placeholderData: keepPreviousData });
  const { users = [], pagination } = query.data ?? {};
  const me = useSession()?.email;
  const add = (
    <button type="button" className="sb-button sb-button-primary" onClick={() => setOpen({ what: 'new' })}>
      Add a user
    </button>
  );
  return (
    <>
      <ListBar what="users" q={q} onFilter={filter} count={countWords(pagination?.total, 'user')} action={add} />
      <ListBody
        what="users"
        query={query}
        isEmpty={users.length === 0}
        isFiltered={q !== ''}
        empty={<Empty title="No users yet" text="Everybody who may sign in stands here, with role and teams." action={add} />}
      >
        <table className={`sb-table sb-cards ${classes.table}`}>
          <TableHead words={['Name', 'Role', 'Teams', 'Seen', 'Added']} actions />
          <tbody>
            {users.map((user) => (
              <UserLine key={user.id} user={user} isMe={user.email === me} onEdit={() => setOpen({ what: 'edit', user })} />
            ))}
          </tbody>
        </table>
      </ListBody>
      <Pager pagination={pagination} onTurn={turnTo} />
      <NewUserDialog open={open?.what === 'new'} onClose={() => setOpen(null)} />
      <UserDialog user={open?.what === 'edit' ? open.user : null} onClose={() => setOpen(null)} />
    </>
  );
}

function UserLine({ user, isMe, onEdit }: { user: User; isMe: boolean; onEdit: () => void }) {
  const change = useChangeUser();
  const role = change.isPending ? (change.variables.role ?? user.role) : user.role;
  return (
    <tr data-row data-off={user.disabled || undefined}>
      <th scope="row" className={classes.main}>
        <button type="button" className={classes.opener} onClick={onEdit}>
          {user.name}
        </button>
        {isMe ? <span className="sb-tag">you</span> : null}
        {user.disabled ? <span className="sb-tag">disabled</span> : null}
        <span className={classes.second}>{user.email}</span>
      </th>
      <td data-head="Role">
        <NativeSelect
          aria-label={`Role of ${user.name}`}
          className={classes.role}
          data={roles}
          value={role}
          disabled={change.isPending}
          onChange={(event) => change.mutate({ id: user.id, role: event.currentTarget.value as Role })}
        />
      </td>
      <td data-head="Teams">
        <span className={classes.teams}>
          {user.teams.length === 0 ? (
            <span className="sb-muted">none</span>
          ) : (
            user.teams.map((team) => (
              <span key={team} className="sb-tag">
                {team}
              </span>
            ))
          )}
        </span>
      </td>
      <td data-head="Seen">{user.lastSeenAt ? <Age at={user.lastSeenAt} /> : <span className="sb-muted">never</span>}</td>
      <td data-head="Added">
        <Age at={user.createdAt} />
      </td>
      <td className={classes.actions}>
        <UserMenu user={user} onEdit={onEdit} />
      </td>
    </tr>
  );
}
