'use client';

import { IconChevronDown } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import facet from '#components/ui/filter.module.css';

export interface ChooseMenuProps {
  label: string;
  chosen: string | null;
  /** Values to choose from; `services` looks for them as one types. */
  from: readonly string[] | 'services';
  /** Takes what is typed, also where it is not listed. */
  free?: boolean;
  onChoose: (value: string | null) => void;
}

/** What a choice looks like while its list is closed: its name, and what is chosen. */
export function ChooseButton({ label, chosen, from: _from, free: _free, onChoose: _onChoose, ...rest }: ChooseMenuProps & ComponentProps<'button'>) {
  return (
    <button type="button" aria-haspopup="dialog" aria-expanded={false} {...rest} className={facet.facet} data-active={chosen !== null || undefined}>
      {label}
      {chosen === null ? null : <span className={facet.chosen}>{chosen}</span>}
      <IconChevronDown size={12} stroke={1.75} className={facet.chevron} aria-hidden="true" />
    </button>
  );
}
