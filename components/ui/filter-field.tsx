'use client';

import { IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import classes from './filter.module.css';
import { KeyHint } from './key-hint.tsx';
import { isTyping } from './keyboard.ts';

interface FilterFieldProps {
  value: string;
  onChange: (value: string) => void;
  label: string;
  placeholder?: string;
  /** Waits this long after the last key before it reports. */
  delayMs?: number;
}

/** Text to filter a list by. `/` goes to it, Esc empties it. */
export function FilterField({ value, onChange, label, placeholder = 'Filter', delayMs = 120 }: FilterFieldProps) {
  const { draft, write, flush } = useDraft(value, onChange, delayMs);
  const field = useRef<HTMLInputElement>(null);
  useSlashKey(field);
  return (
    <search className={classes.field}>
      <IconSearch size={14} stroke={1.75} className={classes.icon} aria-hidden="true" />
      <input
        ref={field}
        className={classes.input}
        type="text"
        enterKeyHint="search"
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        value={draft}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') flush();
          if (event.key !== 'Escape') return;
          if (draft === '') field.current?.blur();
          else write('', 0);
        }}
      />
      {draft === '' ? (
        <span className={classes.hint}>
          <KeyHint keys="/" />
        </span>
      ) : (
        <button type="button" className={classes.clear} aria-label={`Clear ${label.toLowerCase()}`} onClick={() => write('', 0)}>
          <IconX size={14} stroke={1.75} aria-hidden="true" />
        </button>
      )}
    </search>
  );
}

/** What stands in the field, reported after a pause; follows the value when that changes from outside. */
function useDraft(value: string, onChange: (value: string) => void, delayMs: number) {
  const [draft, setDraft] = useState(value);
  const [told, setTold] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (told !== value) {
    setTold(value);
    setDraft(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  const tell = (text: string) => {
    clearTimeout(timer.current);
    setTold(text);
    onChange(text);
  };
  const write = (text: string, waitMs = delayMs) => {
    setDraft(text);
    clearTimeout(timer.current);
    if (waitMs === 0) tell(text);
    else timer.current = setTimeout(() => tell(text), waitMs);
  };
  return { draft, write, flush: () => tell(draft) };
}

function useSlashKey(field: React.RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [field]);
}
