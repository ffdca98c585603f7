'use client';

import { Loader, TextInput } from '@mantine/core';
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { baseUrlFault, completeUrl } from './base-url.ts';
import classes from './registration.module.css';

interface BaseUrlFieldProps {
  value: string;
  fault?: string;
  isLooking: boolean;
  onChange: (text: string) => void;
  /** Somebody is done typing: pasted it, pressed Enter or left the field. */
  onSettle: (url: string) => void;
}

/** The one field that a registration begins with. */
export function BaseUrlField({ value, fault, isLooking, onChange, onSettle }: BaseUrlFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);

  function settle(text: string) {
    const url = completeUrl(text);
    if (url !== value) onChange(url);
    if (baseUrlFault(url) === null) onSettle(url);
  }
  function onPaste(event: ClipboardEvent<HTMLInputElement>) {
    const { selectionStart, selectionEnd } = event.currentTarget;
    if (value !== '' && !(selectionStart === 0 && selectionEnd === value.length)) return;
    event.preventDefault();
    settle(event.clipboardData.getData('text'));
  }
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    settle(value);
  }

  return (
    <TextInput
      ref={field}
      className={classes.baseUrl}
      label="Base URL"
      description="Where the service answers. Signalbox looks there for health, metrics and an API document."
      placeholder="https://orders.example.com"
      type="text"
      inputMode="url"
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      value={value}
      error={fault ? <UrlFault text={fault} /> : undefined}
      rightSection={isLooking ? <Loader size={16} aria-label="Looking" /> : null}
      onChange={(event) => onChange(event.currentTarget.value)}
      onPaste={onPaste}
      onKeyDown={onKeyDown}
      onBlur={() => value.trim() !== '' && settle(value)}
    />
  );
}

/** The fault in words; where it names a setting, that setting to copy. */
function UrlFault({ text }: { text: string }) {
  const setting = /SIGNALBOX_\w+=\S+/.exec(text)?.[0];
  return (
    <span className={classes.urlFault}>
      <span>{text}</span>
      {setting ? <CopyButton text={setting} what="setting" /> : null}
    </span>
  );
}
