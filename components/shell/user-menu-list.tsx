'use client';

import { Popover, useMantineColorScheme } from '@mantine/core';
import { IconKey, IconLogout } from '@tabler/icons-react';
import Link from 'next/link';
import { useHydrated } from '#components/ui/now.tsx';
import { useOpenAtOnce } from '#components/ui/open-at-once.ts';
import { leave } from './leave.ts';
import { accountHref } from './places.ts';
import { UserButton, type UserMenuProps } from './user-button.tsx';
import classes from './user-menu.module.css';

const schemes = [
  { value: 'auto', word: 'System' },
  { value: 'light', word: 'Light' },
  { value: 'dark', word: 'Dark' },
] as const;

/** The menu with its button; opens as soon as it is there. */
export function UserMenuList(props: UserMenuProps) {
  const { viewer } = props;
  const { button, opened, setOpened } = useOpenAtOnce<HTMLButtonElement>();
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" width={232} offset={4} withinPortal={false} trapFocus returnFocus>
      <Popover.Target>
        <UserButton ref={button} {...props} onClick={() => setOpened(!opened)} />
      </Popover.Target>
      <Popover.Dropdown p={4} aria-label="Account">
        <p className={classes.who}>{viewer.email ?? viewer.name}</p>
        <SchemeChoice />
        <hr className={classes.line} />
        {viewer.kind === 'user' ? (
          <Link href={accountHref} className={classes.item} onClick={() => setOpened(false)}>
            <IconKey size={14} stroke={1.75} aria-hidden="true" />
            Change password
          </Link>
        ) : null}
        <button type="button" className={classes.item} onClick={() => void leave()}>
          <IconLogout size={14} stroke={1.75} aria-hidden="true" />
          Sign out
        </button>
      </Popover.Dropdown>
    </Popover>
  );
}

function SchemeChoice() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const hydrated = useHydrated();
  return (
    <fieldset className={classes.schemes}>
      <legend className="sb-hidden">Appearance</legend>
      {schemes.map(({ value, word }) => (
        <label key={value} className={classes.scheme}>
          <input
            type="radio"
            name="appearance"
            className="sb-hidden"
            value={value}
            checked={hydrated && colorScheme === value}
            onChange={() => setColorScheme(value)}
          />
          {word}
        </label>
      ))}
    </fieldset>
  );
}
