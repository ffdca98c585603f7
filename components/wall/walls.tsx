'use client';

import Link from 'next/link';
import { useState } from 'react';
import { Age } from '#components/ui/age.tsx';
import { ConfirmByName } from '#components/ui/confirm.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { useHydrated } from '#components/ui/now.tsx';
import { PageHead } from '#components/ui/page-head.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeletons.tsx';
import type { Wall, WallScreen } from '#lib/model/wall.ts';
import { PairDialog } from './pair-dialog.tsx';
import { useRevokeScreen, useScreens, useWalls } from './use-walls.ts';
import { sayWall } from './wall-words.ts';
import classes from './walls.module.css';

/** The walls there are, and the screens that show them. */
export function Walls({ mayEdit }: { mayEdit: boolean }) {
  const [isPairing, setPairing] = useState(false);
  const pair = (
    <button type="button" className="sb-button" onClick={() => setPairing(true)}>
      Pair a screen
    </button>
  );
  return (
    <>
      <PageHead
        title="Walls"
        actions={
          mayEdit ? (
            <>
              {pair}
              <Link href="/walls/new" className="sb-button sb-button-primary">
                Make a wall
              </Link>
            </>
          ) : null
        }
      />
      <div className={classes.column}>
        <WallList mayEdit={mayEdit} />
        {mayEdit ? <ScreenList pair={pair} /> : null}
      </div>
      <PairDialog open={isPairing} onClose={() => setPairing(false)} />
    </>
  );
}

function WallList({ mayEdit }: { mayEdit: boolean }) {
  const query = useWalls();
  return (
    <Panel title="Walls" flush>
      {query.isError ? <Fault error={query.error} what="The walls could not be read" onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <SkeletonRows rows={3} height={60} /> : null}
      <ul className={classes.list}>
        {query.data?.walls.map((wall) => (
          <WallRow key={wall.name} wall={wall} mayEdit={mayEdit} />
        ))}
      </ul>
    </Panel>
  );
}

function WallRow({ wall, mayEdit }: { wall: Wall; mayEdit: boolean }) {
  const { name, title, readyMade } = wall;
  const isHere = useHydrated();
  const path = `/wall/${name}`;
  return (
    <li className={classes.row} aria-label={title}>
      <span className={classes.main}>
        <span className={classes.name}>{title}</span>
        <span className={classes.second}>
          <span className="sb-mono">{path}</span> · {sayWall(wall)}
          {readyMade ? ' · ready-made' : ''}
        </span>
      </span>
      <span className={classes.actions}>
        {isHere ? <CopyButton text={`${window.location.origin}${path}`} what={`address of ${title}`} /> : null}
        <a className="sb-button sb-button-small" href={path}>
          Open
        </a>
        {mayEdit ? (
          <Link className="sb-button sb-button-small" href={`/walls/${name}`} aria-label={`Edit ${title}`}>
            Edit
          </Link>
        ) : null}
      </span>
    </li>
  );
}

function ScreenList({ pair }: { pair: React.ReactNode }) {
  const query = useScreens(true);
  const [revoking, setRevoking] = useState<WallScreen | null>(null);
  const revoke = useRevokeScreen(() => setRevoking(null));
  const screens = query.data?.screens ?? [];
  return (
    <Panel title="Screens" flush>
      {query.isError ? <Fault error={query.error} what="The screens could not be read" onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <SkeletonRows rows={2} height={60} /> : null}
      {query.data && screens.length === 0 ? (
        <Empty
          title="No screen is paired yet"
          text="Open the address of a wall on the screen, signed out. It shows a code; enter it here, and the screen shows its wall from then on."
          action={pair}
        />
      ) : null}
      <ul className={classes.list}>
        {screens.map((screen) => (
          <ScreenRow key={screen.id} screen={screen} onRevoke={() => setRevoking(screen)} />
        ))}
      </ul>
      <ConfirmByName
        open={revoking !== null}
        name={revoking?.name ?? ''}
        what="screen"
        text="It stops showing its wall within a second, and shows a code to be paired anew."
        busy={revoke.isPending}
        onConfirm={() => revoking && revoke.mutate({ id: revoking.id })}
        onClose={() => setRevoking(null)}
      />
    </Panel>
  );
}

function ScreenRow({ screen: { name, wall, lastSeenAt, createdBy, createdAt }, onRevoke }: { screen: WallScreen; onRevoke: () => void }) {
  return (
    <li className={classes.row} aria-label={name}>
      <span className={classes.main}>
        <span className={classes.name}>{name}</span>
        <span className={classes.second}>
          shows <span className="sb-mono">/wall/{wall}</span> · {lastSeenAt === null ? 'never seen' : <Age at={lastSeenAt} prefix="seen" />} · paired
          by {createdBy} <Age at={createdAt} />
        </span>
      </span>
      <span className={classes.actions}>
        <button type="button" className="sb-button sb-button-small" aria-label={`Revoke ${name}`} onClick={onRevoke}>
          Revoke
        </button>
      </span>
    </li>
  );
}
