'use client';

import { lazy, Suspense, useState } from 'react';
import { ChooseButton, type ChooseMenuProps } from './choose-button.tsx';

const load = () => import('./choose-popover.tsx');
const ChoosePopover = lazy(() => load().then((module) => ({ default: module.ChoosePopover })));

/** One value out of many that narrows a list. Its list is loaded when it is first wanted. */
export function ChooseMenu(props: ChooseMenuProps) {
  const [wanted, setWanted] = useState(false);
  const button = <ChooseButton {...props} onPointerEnter={() => void load()} onClick={() => setWanted(true)} />;
  return wanted ? (
    <Suspense fallback={button}>
      <ChoosePopover {...props} />
    </Suspense>
  ) : (
    button
  );
}
