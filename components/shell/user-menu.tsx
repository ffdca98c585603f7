'use client';

import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconChevronUp, IconDeviceDesktop, IconKey, IconLogout, IconMoon, IconSun } from '@tabler/icons-react';
import Link from 'next/link';
import { useHydrated } from '#components/ui/now.tsx';
import { signOut } from '#lib/client/session.ts';
import classes from './nav.module.css';
import { accountHref } from './places.ts';
import type { Viewer } from './viewer.ts';

const schemes = [
  { value: 'auto', word: 'Follow the system', Icon: IconDeviceDesktop },
  { value: 'light', word: 'Light', Icon: IconSun },
  { value: 'dark', word: 'Dark', Icon: IconMoon },
] as const;

/** Leaves for the sign-in page with a fresh document, so that nothing of the session stays in memory. */
export async function leave(): Promise<void> {
  await signOut().catch(() => undefined);
  window.location.assign('/sign-in');
}

/** Who one is, how it looks, and the way out. */
export function UserMenu({ viewer, folded = false }: { viewer: Viewer; folded?: boolean }) {
  return (
    <Menu position="top-start" width={216} withinPortal>
      <Menu.Target>
        <button type="button" className={classes.user} aria-label={`${viewer.name}, ${viewer.role}`} title={folded ? viewer.name : undefined}>
          <span className={classes.face} aria-hidden="true">
            {viewer.name.slice(0, 1).toUpperCase()}
          </span>
          {folded ? null : (
            <>
              <span className={classes.who}>
                <span className={classes.whoName}>{viewer.name}</span>
                <span className={classes.whoRole}>{viewer.role}</span>
              </span>
              <IconChevronUp size={14} stroke={1.75} className={classes.chevron} aria-hidden="true" />
            </>
          )}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{viewer.email ?? viewer.name}</Menu.Label>
        {viewer.kind === 'user' ? (
          <Menu.Item component={Link} href={accountHref} leftSection={<IconKey size={14} stroke={1.75} aria-hidden="true" />}>
            Change password
          </Menu.Item>
        ) : null}
        <Menu.Divider />
        <Menu.Label>Appearance</Menu.Label>
        <SchemeItems />
        <Menu.Divider />
        <Menu.Item onClick={() => void leave()} leftSection={<IconLogout size={14} stroke={1.75} aria-hidden="true" />}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function SchemeItems() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const hydrated = useHydrated();
  return schemes.map(({ value, word, Icon }) => {
    const chosen = hydrated && colorScheme === value;
    return (
      <Menu.Item
        key={value}
        role="menuitemradio"
        aria-checked={chosen}
        closeMenuOnClick={false}
        onClick={() => setColorScheme(value)}
        leftSection={<Icon size={14} stroke={1.75} aria-hidden="true" />}
        rightSection={chosen ? <IconCheck size={14} stroke={1.75} aria-hidden="true" /> : null}
      >
        {word}
      </Menu.Item>
    );
  });
}
