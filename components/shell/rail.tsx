'use client';

import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconSearch } from '@tabler/icons-react';
import Link from 'next/link';
import { openPalette } from '#components/palette/palette-state.ts';
import { KeyHint } from '#components/ui/key-hint.tsx';
import { Brand, BrandMark } from './brand.tsx';
import { LiveMark } from './live-mark.tsx';
import classes from './nav.module.css';
import { NavLinks } from './nav-links.tsx';
import { UserMenu } from './user-menu.tsx';
import type { Viewer } from './viewer.ts';

interface RailProps {
  viewer: Viewer;
  folded: boolean;
  onFold: (folded: boolean) => void;
}

/** The left edge of wide screens: where one can go, how current it is, who one is. */
export function Rail({ viewer, folded, onFold }: RailProps) {
  const FoldIcon = folded ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <nav className={classes.rail} aria-label="Main">
      <div className={classes.top}>
        <Link href="/" className={classes.home} aria-label="Signalbox, to the fleet">
          {folded ? <BrandMark /> : <Brand />}
        </Link>
        <button
          type="button"
          className={`sb-icon-button ${classes.fold}`}
          aria-expanded={!folded}
          aria-label={folded ? 'Unfold the navigation' : 'Fold the navigation'}
          title={folded ? 'Unfold' : 'Fold'}
          onClick={() => onFold(!folded)}
        >
          <FoldIcon size={16} stroke={1.75} aria-hidden="true" />
        </button>
      </div>
      <button
        type="button"
        className={classes.search}
        onClick={openPalette}
        aria-label={folded ? 'Search' : undefined}
        aria-keyshortcuts="Control+K Meta+K"
        title={folded ? 'Search' : undefined}
      >
        <IconSearch size={14} stroke={1.75} aria-hidden="true" />
        {folded ? null : (
          <>
            <span>Search</span>
            <KeyHint keys="mod K" />
          </>
        )}
      </button>
      <NavLinks role={viewer.role} folded={folded} />
      <div className={classes.foot}>
        <div className={classes.live}>
          <LiveMark short={folded} />
        </div>
        <UserMenu viewer={viewer} folded={folded} />
      </div>
    </nav>
  );
}
