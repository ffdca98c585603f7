'use client';

import { Popover } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { FacetButton, type FacetMenuProps, type FacetOption } from './facet-button.tsx';
import classes from './filter.module.css';
import { formatNumber } from './format.ts';
import { useOpenAtOnce } from './open-at-once.ts';

/** The facet with its list of values; opens as soon as it is there. */
export function FacetPopover(props: FacetMenuProps) {
  const { button, opened, setOpened } = useOpenAtOnce<HTMLButtonElement>();
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={240} trapFocus returnFocus offset={4}>
      <Popover.Target>
        <FacetButton ref={button} onClick={() => setOpened(!opened)} {...props} />
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={props.label}>
        <FacetList {...props} />
      </Popover.Dropdown>
    </Popover>
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
