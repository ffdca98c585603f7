'use client';

import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from 'react';
import { Fault } from '#components/ui/fault.tsx';
import { KeyHint } from '#components/ui/key-hint.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { orpc } from '#lib/client/client.ts';
import type { Role } from '#lib/model/role.ts';
import type { ServiceRow } from '#lib/model/service.ts';
import { useCommands } from './commands.ts';
import classes from './palette.module.css';
import { rankBy } from './rank.ts';

const waitMs = 120;
const shown = 8;

interface Item {
  id: string;
  group: string;
  name: string;
  service?: ServiceRow;
  keys?: string;
  run: () => void;
}

/** Services by name, ranked; asked for after a pause in typing. */
function useServices(typed: string) {
  const [asked, setAsked] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed), waitMs);
    return () => clearTimeout(timer);
  }, [typed]);
  const q = asked.trim();
  const input = { q: q === '' ? undefined : q, limit: q === '' ? shown : 50, sort: q === '' ? ('verdict' as const) : ('name' as const) };
  return useQuery(orpc.service.list.queryOptions({ input, placeholderData: keepPreviousData, staleTime: 5_000 }));
}

function useItems(typed: string, role: Role) {
  const router = useRouter();
  const commands = useCommands(role);
  const services = useServices(typed);
  const rows = rankBy(services.data?.services ?? [], typed, (row) => [row.name, row.displayName, ...row.tags, row.team ?? '', row.domain ?? '']);
  const items: Item[] = [
    ...rows.slice(0, shown).map(
      (row): Item => ({
        id: `service-${row.name}`,
        group: 'Services',
        name: row.name,
        service: row,
        run: () => router.push(`/services/${row.name}`),
      }),
    ),
    ...rankBy(commands, typed, (command) => [command.name, ...command.words]),
  ];
  return { items, services };
}

/** Opens everything: services, pages, actions. */
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

function PaletteBody({ role, onClose }: { role: Role; onClose: () => void }) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const { items, services } = useItems(useDeferredValue(typed), role);
  const active = Math.min(at, items.length - 1);
  const choose = (item: Item | undefined) => {
    if (!item) return;
    onClose();
    item.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moveTo(event.key, active, items.length);
    if (next === null && event.key !== 'Enter') return;
    event.preventDefault();
    if (next === null) choose(items[active]);
    else setAt(next);
  };
  return (
    <div className={classes.body}>
      <div className={classes.field}>
        <IconSearch size={16} stroke={1.75} aria-hidden="true" />
        <input
          className={classes.input}
          role="combobox"
          aria-label="Search services, pages and actions"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={items[active] ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          placeholder="Search services, pages and actions"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <KeyHint keys="Esc" />
      </div>
      <PaletteList id={id} items={items} active={active} onChoose={choose} onPoint={setAt} />
      {services.isError ? <Fault error={services.error} what="Services could not be searched" /> : null}
      {items.length === 0 && !services.isFetching ? <p className={classes.nothing}>Nothing is called “{typed}”.</p> : null}
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
            {item.service ? <StateMark verdict={item.service.verdict} /> : null}
            <span className={classes.name}>{item.name}</span>
            {item.service ? <span className={classes.aside}>{[item.service.domain, item.service.team].filter(Boolean).join(' · ')}</span> : null}
            {item.keys ? <KeyHint keys={item.keys} /> : null}
          </div>
        </div>
      ))}
    </div>
  );
}
