'use client';

import { useState } from 'react';
import { Age } from '#components/ui/age.tsx';
import { ConfirmByName } from '#components/ui/confirm.tsx';
import { Instant } from '#components/ui/instant.tsx';
import { useNowText } from '#components/ui/now.tsx';
import { TableHead } from '#components/ui/table-head.tsx';
import { useListState } from '#components/ui/use-list-state.ts';
import { WholeList } from '#components/ui/whole-list.tsx';
import type { Token } from '#lib/model/account.ts';
import type { Role } from '#lib/model/role.ts';
import classes from './admin.module.css';
import { NewTokenDialog } from './new-token-dialog.tsx';
import { useRevokeToken, useTokens } from './use-tokens.ts';

/** API tokens: everybody's for admins, one's own for users. */
export function TokensList({ myRole }: { myRole: Role }) {
  const { q, filter } = useListState();
  const [adding, setAdding] = useState(false);
  const [revoking, setRevoking] = useState<Token | null>(null);
  const { query, all, shown } = useTokens(q);
  const revoke = useRevokeToken(() => setRevoking(null));
  const add = (
    <button type="button" className="sb-button sb-button-primary" onClick={() => setAdding(true)}>
      Create a token
    </button>
  );
  return (
    <>
      <WholeList
        one="token"
        q={q}
        onFilter={filter}
        query={query}
        all={all.length}
        shown={shown.length}
        add={add}
        empty={{
          title: 'No API tokens yet',
          text: 'A token lets a script or a service use the API: Authorization: Bearer …',
        }}
      >
        <TokenTable tokens={shown} onRevoke={setRevoking} />
      </WholeList>
      <NewTokenDialog open={adding} myRole={myRole} onClose={() => setAdding(false)} />
      <ConfirmByName
        open={revoking !== null}
        name={revoking?.name ?? ''}
        what="token"
        text="Whatever uses this token is refused from now on. It cannot be undone; a new token takes its place."
        busy={revoke.isPending}
        onConfirm={() => revoking && revoke.mutate({ id: revoking.id })}
        onClose={() => setRevoking(null)}
      />
    </>
  );
}

function TokenTable({ tokens, onRevoke }: { tokens: Token[]; onRevoke: (token: Token) => void }) {
  return (
    <table className={`sb-table sb-cards ${classes.table}`}>
      <TableHead words={['Name', 'Role', 'Made by', 'Made', 'Used', 'Expires']} actions />
      <tbody>
        {tokens.map((token) => (
          <TokenLine key={token.id} token={token} onRevoke={() => onRevoke(token)} />
        ))}
      </tbody>
    </table>
  );
}

function TokenLine({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  return (
    <tr data-row>
      <th scope="row" className={classes.main}>
        <span>{token.name}</span>
        <span className={`${classes.second} ${classes.code}`}>{token.id}</span>
      </th>
      <td data-head="Role">{token.role}</td>
      <td data-head="Made by">{token.createdBy}</td>
      <td data-head="Made">
        <Age at={token.createdAt} />
      </td>
      <td data-head="Used">{token.lastUsedAt ? <Age at={token.lastUsedAt} /> : <span className="sb-muted">never</span>}</td>
      <td data-head="Expires">
        <Expiry at={token.expiresAt} />
      </td>
      <td className={classes.actions}>
        <button type="button" className="sb-button sb-button-small" aria-label={`Revoke ${token.name}`} onClick={onRevoke}>
          Revoke
        </button>
      </td>
    </tr>
  );
}

function Expiry({ at }: { at: string | null }) {
  const isOver = useNowText((nowMs) => (at !== null && Date.parse(at) <= nowMs ? 'yes' : 'no')) === 'yes';
  if (at === null) return <span className="sb-muted">never</span>;
  return isOver ? <strong>expired</strong> : <Instant at={at} />;
}
