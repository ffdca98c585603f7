'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { placesFor } from '#components/shell/places.ts';
import { isTyping } from '#components/ui/keyboard.ts';
import type { Role } from '#lib/model/role.ts';
import { closePalette, togglePalette, usePaletteOpened } from './palette-state.ts';

const Palette = dynamic(() => import('./palette.tsx').then((module) => module.Palette), { ssr: false });

const chordMs = 1200;

/** Keys that work everywhere: Ctrl/⌘ K opens the palette, `g` and a letter go to a page. */
export function CommandKeys({ role }: { role: Role }) {
  const opened = usePaletteOpened();
  const router = useRouter();
  const chordUntil = useRef(0);
  useEffect(() => {
    const follow = (event: KeyboardEvent) => {
      const place = event.timeStamp < chordUntil.current ? placesFor(role).find(({ key }) => key === event.key) : undefined;
      chordUntil.current = event.key === 'g' ? event.timeStamp + chordMs : 0;
      if (place) router.push(place.href);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.altKey) return;
      if (!event.ctrlKey && !event.metaKey) {
        if (!isTyping(event.target)) follow(event);
      } else if (event.key.toLowerCase() === 'k') {
        event.preventDefault();
        togglePalette();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [role, router]);
  return opened ? <Palette role={role} onClose={closePalette} /> : null;
}
