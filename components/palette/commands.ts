'use client';

import { useMantineColorScheme } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { leave } from '#components/shell/leave.ts';
import { accountHref, placesFor, registerHref } from '#components/shell/places.ts';
import type { Role } from '#lib/model/role.ts';

export interface Command {
  id: string;
  name: string;
  group: 'Pages' | 'Actions';
  /** Further words that find it. */
  words: string[];
  keys?: string;
  run: () => void;
}

/** Everything that the palette can do besides finding services. */
export function useCommands(role: Role): Command[] {
  const router = useRouter();
  const { setColorScheme } = useMantineColorScheme();
  const pages = placesFor(role).map(
    ({ name, href, key }): Command => ({
      id: `page-${name}`,
      name,
      group: 'Pages',
      words: [`go to ${name}`],
      keys: `g ${key}`,
      run: () => router.push(href),
    }),
  );
  const action = (id: string, name: string, words: string[], run: () => void): Command => ({ id, name, group: 'Actions', words, run });
  return [
    ...pages,
    ...(role === 'admin' ? [action('register', 'Register a service', ['add new service create'], () => router.push(registerHref))] : []),
    action('dark', 'Dark appearance', ['theme night'], () => setColorScheme('dark')),
    action('light', 'Light appearance', ['theme day'], () => setColorScheme('light')),
    action('auto', 'Appearance of the system', ['theme auto'], () => setColorScheme('auto')),
    action('password', 'Change password', ['account'], () => router.push(accountHref)),
    action('leave', 'Sign out', ['log out leave'], () => void leave()),
  ];
}
