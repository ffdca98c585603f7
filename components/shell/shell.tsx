'use client';

import { useContext, useState } from 'react';
import { CommandKeys } from '#components/palette/command-keys.tsx';
import { keepFolded } from './folded.ts';
import { LiveFeed } from './live-feed.tsx';
import { PhoneBar } from './phone-bar.tsx';
import { Rail } from './rail.tsx';
import { SettledContext } from './settled.ts';
import classes from './shell.module.css';
import type { Viewer } from './viewer.ts';

interface ShellProps {
  viewer: Viewer;
  /** Whether the rail was left folded. */
  folded: boolean;
  /** The change that the page was made with; null when that is not known. */
  afterId: number | null;
  children: React.ReactNode;
}

/** The frame of every desk page. */
export function Shell({ viewer, folded: wasFolded, afterId, children }: ShellProps) {
  const settled = useContext(SettledContext);
  const [folded, setFolded] = useState(wasFolded);
  const fold = (next: boolean) => {
    setFolded(next);
    keepFolded(next);
  };
  return (
    <div className={classes.shell} data-folded={folded || undefined}>
      <a className={classes.skip} href="#main">
        Skip to content
      </a>
      {settled ? <LiveFeed afterId={afterId} /> : null}
      <CommandKeys role={viewer.role} />
      <Rail viewer={viewer} folded={folded} onFold={fold} />
      <PhoneBar viewer={viewer} />
      <main id="main" className={classes.main} tabIndex={-1}>
        <div className={classes.content}>{children}</div>
      </main>
    </div>
  );
}
