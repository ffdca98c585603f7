'use client';

import { IconChevronDown } from '@tabler/icons-react';
import type { ComponentProps, ReactNode } from 'react';
import classes from './filter.module.css';

export interface FacetOption {
  value: string;
  /** Shown in place of the value. */
  label?: string;
  count?: number;
  /** Stands before the label, such as a StateMark. */
  mark?: ReactNode;
}

export interface FacetMenuProps {
  label: string;
  options: FacetOption[];
  selected: string[];
  onChange: (selected: string[]) => void;
}

/** What a facet looks like while its list is closed: its name, and what is chosen. */
export function FacetButton({ label, options, selected, onChange: _onChange, ...rest }: FacetMenuProps & Omit<ComponentProps<'button'>, 'onChange'>) {
  const labelOf = (value: string) => options.find((option) => option.value === value)?.label ?? value;
  const chosen = selected.length === 1 ? labelOf(selected[0] ?? '') : `${selected.length}`;
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-expanded={false}
      {...rest}
      className={classes.facet}
      data-active={selected.length > 0 || undefined}
    >
      {label}
      {selected.length > 0 ? <span className={classes.chosen}>{chosen}</span> : null}
      <IconChevronDown size={12} stroke={1.75} className={classes.chevron} aria-hidden="true" />
    </button>
  );
}
