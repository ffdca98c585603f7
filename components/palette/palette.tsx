'use client';

import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Fault } from '#components/ui/fault.tsx';
import { KeyHint } from '#components/ui/key-hint.tsx';
import type { Role } from '#lib/model/role.ts';
import { ItemLine } from './item-line.tsx';
import classes from './palette.module.css';
import { type Item, usePaletteItems } from './use-palette-items.ts';

/** Opens everything: services, what their documents hold, teams, pages, actions. */
export function Palette({ role, onClose }: { role: Role; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={classes.dialog}
      aria-label="Search and commands"
      onClose={onClose}
      onCancel={onClose}
      onPointerDown={(event) => {
        if (event.target === dialog.current) dialog.current.close();
      }}
    >
      <PaletteBody role={role} onClose={() => dialog.current?.close()} />
    </dialog>
  );
}

/** Where an arrow key leads in a list; null for other keys. */
function moveTo(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowUp') return (at + count - 1) % count;
  return null;
}

/**
 * The item that Enter takes: the one that was chosen for what is typed now, for as long as it is there, so that
 * nothing that arrives later slips under the finger. What belongs to an older search is never taken.
 */
function useActive(items: Item[], typed: string, isBehind: boolean) {
  const [chosen, setChosen] = useState<{ typed: string; id: string } | null>(null);
  const kept = chosen?.typed === typed ? items.find(({ id }) => id === chosen.id) : undefined;
  const first = isBehind ? items.find(({ isLocal }) => isLocal) : items[0];
  const active = kept ?? first;
  const choose = (item: Item | undefined) => setChosen(item ? { typed, id: item.id } : null);
  if (active && chosen?.id !== active.id) choose(active);
  else if (active && chosen?.typed !== typed) choose(active);
  return { active, at: active ? items.indexOf(active) : -1, choose };
}

function PaletteBody({ role, onClose }: { role: Role; onClose: () => void }) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const { items, found } = usePaletteItems(typed, role);
  const { active, at, choose } = useActive(items, typed, found.isBehind);
  const waiting = useRef(false);
  const open = (item: Item | undefined) => {
    if (!item) return;
    onClose();
    item.run();
  };
  useEffect(() => {
    if (!waiting.current || found.isBehind) return;
    waiting.current = false;
    if (!active) return;
    onClose();
    active.run();
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moveTo(event.key, at, items.length);
    if (next === null && event.key !== 'Enter') return;
    event.preventDefault();
    if (next !== null) return choose(items[next]);
    if (active) return open(active);
    waiting.current = found.isBehind;
  };
  return (
    <div className={classes.body}>
      <div className={classes.field}>
        <IconSearch size={16} stroke={1.75} aria-hidden="true" />
        <input
          className={classes.input}
          role="combobox"
          aria-label="Search services, APIs, teams, pages and actions"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
          aria-autocomplete="list"
          placeholder="Search services, operations, schemas, teams …"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            waiting.current = false;
            setTyped(event.target.value);
          }}
          onKeyDown={onKeyDown}
        />
        <KeyHint keys="Esc" />
      </div>
      <PaletteList id={id} items={items} active={at} onChoose={open} onPoint={(index) => choose(items[index])} />
      {found.isError && !found.isBehind ? <Fault error={found.error} what="The catalog could not be searched" /> : null}
      {items.length === 0 && !found.isBehind ? <p className={classes.nothing}>Nothing is called “{typed}”, nor anything like it.</p> : null}
      {items.length === 0 && found.isBehind ? <p className={classes.nothing}>Searching …</p> : null}
      {found.data && !found.data.complete && typed.trim() !== '' ? (
        <p className={classes.note}>The index is being built: there may be more in a moment.</p>
      ) : null}
    </div>
  );
}

interface PaletteListProps {
  id: string;
  items: Item[];
  active: number;
  onChoose: (item: Item) => void;
  onPoint: (index: number) => void;
}

function PaletteList({ id, items, active, onChoose, onPoint }: PaletteListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-index="${active}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div ref={list} id={id} role="listbox" aria-label="Results" className={classes.list}>
      {items.map((item, index) => (
        <div key={item.id} className={classes.slot} role="presentation">
          {items[index - 1]?.group === item.group ? null : (
            <div className={classes.group} role="presentation">
              {item.group}
            </div>
          )}
          <div
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            data-index={index}
            className={classes.item}
            onPointerMove={() => onPoint(index)}
            onClick={() => onChoose(item)}
            onKeyDown={(event) => event.key === 'Enter' && onChoose(item)}
          >
            <ItemLine item={item} />
          </div>
        </div>
      ))}
    </div>
  );
}
