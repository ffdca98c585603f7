'use client';

import { lazy, Suspense, useState } from 'react';
import { FacetButton, type FacetMenuProps } from './facet-button.tsx';

export type { FacetOption } from './facet-button.tsx';

const load = () => import('./facet-popover.tsx');
const FacetPopover = lazy(() => load().then((module) => ({ default: module.FacetPopover })));

/** One facet of a list: which values, and how many rows each has. Its list is loaded when it is first wanted. */
export function FacetMenu(props: FacetMenuProps) {
  const [wanted, setWanted] = useState(false);
  const button = <FacetButton {...props} onPointerEnter={() => void load()} onClick={() => setWanted(true)} />;
  return wanted ? (
    <Suspense fallback={button}>
      <FacetPopover {...props} />
    </Suspense>
  ) : (
    button
  );
}
