'use client';

import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconKey, IconLogout, IconMoon, IconSun } from '@tabler/icons-react';
import Link from 'next/link';
import { useHydrated } from '#components/ui/now.tsx';
import { useOpenAtOnce } from '#components/ui/open-at-once.ts';
import { leave } from './leave.ts';
import { accountHref } from './places.ts';
import { UserButton, type UserMenuProps } from './user-button.tsx';

const schemes = [
  { value: 'auto', word: 'Follow the system', Icon: IconDeviceDesktop },
  { value: 'light', word: 'Light', Icon: IconSun },
  { value: 'dark', word: 'Dark', Icon: IconMoon },
] as const;

/** The menu with its button; opens as soon as it is there. */
export function UserMenuList(props: UserMenuProps) {
  const { viewer } = props;
  const { button, opened, setOpened } = useOpenAtOnce<HTMLButtonElement>();
  return (
    <Menu opened={opened} onChange={setOpened} position="top-start" width={216} withinPortal>
      <Menu.Target>
        <UserButton ref={button} {...props} />
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
