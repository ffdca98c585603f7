'use client';

import { Popover } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import classes from './filter.module.css';
import { formatNumber } from './format.ts';

export interface FacetOption {
  value: string;
  /** Shown in place of the value. */
  label?: string;
  count?: number;
  /** Stands before the label, such as a StateMark. */
  mark?: ReactNode;
}

interface FacetMenuProps {
  label: string;
  options: FacetOption[];
  selected: string[];
  onChange: (selected: string[]) => void;
}

/** One facet of a list: which values, and how many rows each has. */
export function FacetMenu({ label, options, selected, onChange }: FacetMenuProps) {
  const labelOf = (value: string) => options.find((option) => option.value === value)?.label ?? value;
  const chosen = selected.length === 1 ? labelOf(selected[0] ?? '') : `${selected.length}`;
  return (
    <Popover position="bottom-start" width={240} trapFocus returnFocus offset={4}>
      <Popover.Target>
        <FacetButton label={label} chosen={selected.length > 0 ? chosen : null} />
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={label}>
        <FacetList {...{ label, options, selected, onChange }} />
      </Popover.Dropdown>
    </Popover>
  );
}

function FacetButton({ label, chosen, ...rest }: { label: string; chosen: string | null } & React.ComponentProps<'button'>) {
  return (
    <button type="button" {...rest} className={classes.facet} data-active={chosen !== null || undefined}>
      {label}
      {chosen === null ? null : <span className={classes.chosen}>{chosen}</span>}
      <IconChevronDown size={12} stroke={1.75} className={classes.chevron} aria-hidden="true" />
    </button>
  );
}

/** Arrow keys move between the boxes of the list. */
function moveFocus(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const boxes = [...event.currentTarget.querySelectorAll<HTMLInputElement>('input')];
  const at = boxes.indexOf(event.target as HTMLInputElement);
  boxes[(at + (event.key === 'ArrowDown' ? 1 : boxes.length - 1)) % boxes.length]?.focus();
  event.preventDefault();
}

function FacetList({ label, options, selected, onChange }: FacetMenuProps) {
  const [text, setText] = useState('');
  const known = new Set(options.map((option) => option.value));
  const all = [...options, ...selected.filter((value) => !known.has(value)).map((value): FacetOption => ({ value, count: 0 }))];
  const shown = all.filter((option) => (option.label ?? option.value).toLowerCase().includes(text.toLowerCase()));
  const toggle = (value: string) => onChange(selected.includes(value) ? selected.filter((other) => other !== value) : [...selected, value]);
  return (
    <fieldset className="sb-plain" onKeyDown={moveFocus}>
      <legend className="sb-hidden">{label}</legend>
      {all.length > 8 ? (
        <div className={classes.search}>
          <input
            className="sb-input sb-input-small"
            aria-label={`Find in ${label}`}
            placeholder="Find"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
      ) : null}
      <div className={classes.list}>
        {shown.map((option) => (
          <label key={option.value} className={classes.option}>
            <input type="checkbox" checked={selected.includes(option.value)} onChange={() => toggle(option.value)} />
            {option.mark}
            <span className={classes.name}>{option.label ?? option.value}</span>
            {option.count === undefined ? null : <span className={classes.count}>{formatNumber(option.count, 0)}</span>}
          </label>
        ))}
        {shown.length === 0 ? <p className={classes.nothing}>{all.length === 0 ? 'No values yet' : 'Nothing matches'}</p> : null}
      </div>
      {selected.length > 0 ? (
        <div className={classes.foot}>
          <button type="button" className="sb-button sb-button-small" onClick={() => onChange([])}>
            Clear
          </button>
        </div>
      ) : null}
    </fieldset>
  );
}
