'use client';

import { useState } from 'react';

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyThroughField(text);
  }
}

/** The clipboard API is missing on plain http. */
function copyThroughField(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'sb-hidden';
  const home = document.activeElement?.closest('[role=dialog]') ?? document.body;
  home.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  return done;
}

/** Copies a text and says so. `what` names it: `trace id`, `token`. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [state, setState] = useState<'idle' | 'done' | 'failed'>('idle');
  const words = { idle: 'Copy', done: 'Copied', failed: 'Select it by hand' };
  return (
    <button
      type="button"
      className="sb-button sb-button-small"
      aria-label={state === 'idle' ? `Copy ${what}` : words[state]}
      onClick={async () => {
        setState((await copyText(text)) ? 'done' : 'failed');
        setTimeout(() => setState('idle'), 2000);
      }}
    >
      <span aria-live="polite">{words[state]}</span>
    </button>
  );
}
