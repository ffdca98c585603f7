'use client';

import { IconMenu2, IconSearch, IconX } from '@tabler/icons-react';
import Link from 'next/link';
import { useEffect, useRef, useState } from 'react';
import { openPalette } from '#components/palette/palette-state.ts';
import { Brand } from './brand.tsx';
import { LiveMark } from './live-mark.tsx';
import classes from './nav.module.css';
import { NavLinks } from './nav-links.tsx';
import { UserMenu } from './user-menu.tsx';
import type { Viewer } from './viewer.ts';

/** The top edge of narrow screens; the navigation unfolds beneath it. */
export function PhoneBar({ viewer }: { viewer: Viewer }) {
  const [open, setOpen] = useState(false);
  const toggle = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      toggle.current?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [open]);
  return (
    <header className={classes.bar}>
      <Link href="/" className={classes.home} aria-label="Signalbox, to the fleet">
        <Brand />
      </Link>
      <span className={classes.barLive}>
        <LiveMark />
      </span>
      <button type="button" className="sb-icon-button" aria-label="Search and commands" onClick={openPalette}>
        <IconSearch size={18} stroke={1.75} aria-hidden="true" />
      </button>
      <button
        ref={toggle}
        type="button"
        className="sb-icon-button"
        aria-label="Navigation"
        aria-expanded={open}
        aria-controls="phone-nav"
        onClick={() => setOpen(!open)}
      >
        {open ? <IconX size={18} stroke={1.75} aria-hidden="true" /> : <IconMenu2 size={18} stroke={1.75} aria-hidden="true" />}
      </button>
      <nav id="phone-nav" className={classes.sheet} aria-label="Main" hidden={!open}>
        <NavLinks role={viewer.role} onFollow={() => setOpen(false)} />
        <div className={classes.sheetFoot}>
          <UserMenu viewer={viewer} />
        </div>
      </nav>
    </header>
  );
}
