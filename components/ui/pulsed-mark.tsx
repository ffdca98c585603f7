'use client';

import { type ReactNode, useState } from 'react';
import classes from './state-mark.module.css';

interface PulsedMarkProps {
  state: string;
  /** What the shape means, in a word. */
  label: string;
  color: string;
  size: number;
  /** Writes the word beside the shape; without it the shape carries the word as its label. */
  word: boolean;
  /** Drawn in 14 × 14. */
  children: ReactNode;
}

/** A shape with its word. Pulses once when the state changes. */
export function PulsedMark({ state, label, color, size, word, children }: PulsedMarkProps) {
  const [seen, setSeen] = useState({ state, turns: 0 });
  if (seen.state !== state) setSeen({ state, turns: seen.turns + 1 });
  const mark = {
    className: classes.shape,
    'data-changed': seen.turns > 0 || undefined,
    width: size,
    height: size,
    viewBox: '0 0 14 14',
    style: { color },
  };
  return (
    <span className={classes.mark} data-verdict={state}>
      {word ? (
        <svg key={seen.turns} aria-hidden="true" {...mark}>
          {children}
        </svg>
      ) : (
        <svg key={seen.turns} role="img" aria-label={label} {...mark}>
          {children}
        </svg>
      )}
      {word ? <span>{label}</span> : null}
    </span>
  );
}
