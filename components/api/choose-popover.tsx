'use client';

import { Popover } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import { useOpenAtOnce } from '#components/ui/open-at-once.ts';
import { orpc } from '#lib/client/client.ts';
import classes from './choose.module.css';
import { ChooseButton, type ChooseMenuProps } from './choose-button.tsx';

const listed = 30;

/** The choice with its list of values; opens as soon as it is there. */
export function ChoosePopover(props: ChooseMenuProps) {
  const { button, opened, setOpened } = useOpenAtOnce<HTMLButtonElement>();
  const choose = (value: string | null) => {
    props.onChoose(value);
    setOpened(false);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={260} trapFocus returnFocus offset={4}>
      <Popover.Target>
        <ChooseButton {...props} ref={button} onClick={() => setOpened(!opened)} />
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={props.label}>
        <ChooseList {...props} onChoose={choose} />
      </Popover.Dropdown>
    </Popover>
  );
}

function useValues(from: ChooseMenuProps['from'], typed: string): string[] {
  const isServices = from === 'services';
  const q = typed.trim();
  const input = { q: q === '' ? undefined : q, limit: listed, sort: 'name' as const };
  const services = useQuery({ ...orpc.service.list.queryOptions({ input, placeholderData: keepPreviousData }), enabled: isServices });
  if (isServices) return services.data?.services.map(({ name }) => name) ?? [];
  return from.filter((value) => value.toLowerCase().includes(q.toLowerCase())).slice(0, listed);
}

/** Arrow keys move between the field and the values. */
function moveFocus(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input, button')];
  const at = stops.indexOf(event.target as HTMLElement);
  stops[(at + (event.key === 'ArrowDown' ? 1 : stops.length - 1)) % stops.length]?.focus();
  event.preventDefault();
}

function ChooseList({ label, chosen, from, free = false, onChoose }: ChooseMenuProps) {
  const [typed, setTyped] = useState('');
  const values = useValues(from, typed);
  const own = typed.trim();
  const takeFirst = () => {
    const first = free && own !== '' && !values.includes(own) ? own : values[0];
    if (first !== undefined) onChoose(first);
  };
  return (
    <fieldset className="sb-plain" onKeyDown={moveFocus}>
      <legend className="sb-hidden">{label}</legend>
      <div className={classes.find}>
        <input
          className="sb-input sb-input-small"
          aria-label={`Find in ${label}`}
          placeholder={free ? 'Find, or type one' : 'Find'}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && takeFirst()}
        />
      </div>
      <div className={classes.list}>
        {values.map((value) => (
          <button key={value} type="button" className={classes.option} aria-pressed={value === chosen} onClick={() => onChoose(value)}>
            {value}
          </button>
        ))}
        {free && own !== '' && !values.includes(own) ? (
          <button type="button" className={classes.option} onClick={() => onChoose(own)}>
            Exactly “{own}”
          </button>
        ) : null}
        {values.length === 0 && !(free && own !== '') ? <p className={classes.nothing}>Nothing matches</p> : null}
      </div>
      {chosen === null ? null : (
        <div className={classes.foot}>
          <button type="button" className="sb-button sb-button-small" onClick={() => onChoose(null)}>
            Clear
          </button>
        </div>
      )}
    </fieldset>
  );
}
