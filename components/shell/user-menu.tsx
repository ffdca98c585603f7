'use client';

import { lazy, Suspense, useState } from 'react';
import { UserButton, type UserMenuProps } from './user-button.tsx';

const load = () => import('./user-menu-list.tsx');
const UserMenuList = lazy(() => load().then((module) => ({ default: module.UserMenuList })));

/** Who one is, how it looks, and the way out. The menu is loaded when it is first wanted. */
export function UserMenu(props: UserMenuProps) {
  const [wanted, setWanted] = useState(false);
  const button = <UserButton {...props} onPointerEnter={() => void load()} onClick={() => setWanted(true)} />;
  return wanted ? (
    <Suspense fallback={button}>
      <UserMenuList {...props} />
    </Suspense>
  ) : (
    button
  );
}
