import type { BreakerState } from '../breaker.ts';

const words: Readonly<Record<string, BreakerState>> = {
  closed: 'closed',
  close: 'closed',
  open: 'open',
  opened: 'open',
  halfopen: 'half-open',
  halfopened: 'half-open',
  forcedopen: 'forced-open',
  forceopen: 'forced-open',
  isolated: 'forced-open',
  disabled: 'disabled',
  metricsonly: 'disabled',
  unknown: 'unknown',
};

/** `HALF_OPEN`, `half-opened`, `OnCircuitHalfOpened` → `half-open`; null for what names no state. */
export function stateOfWord(word: string): BreakerState | null {
  const letters = word.toLowerCase().replace(/[^a-z]/g, '');
  return words[letters] ?? words[letters.replace(/^oncircuit/, '')] ?? null;
}

/** Values of labels as they are compared: `circuitBreakerOpen`, `thread_pool_rejected` without case and separators. */
export const foldWord = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, '');

const name = String.raw`closed?|half[\s_-]*open(?:ed)?|opened|open|isolated|forced[\s_-]*open|disabled`;
const number = String.raw`-?\d+(?:\.\d+)?`;
const numberFirst = new RegExp(String.raw`(${number})\s*(?:=|:|-|–|means|is|for)?\s*['"(]?(${name})\b`, 'gi');
const nameFirst = new RegExp(String.raw`\b(${name})\b\s*(?:=|:|\()\s*(${number})`, 'gi');

/** The codes that a HELP text gives, such as `0=closed, 1=open, 2=half-open`; null unless it names closed and open once each. */
export function codesOfHelp(help: string): ReadonlyMap<number, BreakerState> | null {
  const byName = [...help.matchAll(nameFirst)].map(([, word = '', code]): [number, BreakerState | null] => [Number(code), stateOfWord(word)]);
  const byNumber = [...help.matchAll(numberFirst)].map(([, code, word = '']): [number, BreakerState | null] => [Number(code), stateOfWord(word)]);
  const pairs = byName.length > 0 ? byName : byNumber;
  const codes = new Map<number, BreakerState>();
  for (const [code, state] of pairs) {
    if (state === null) continue;
    if ((codes.get(code) ?? state) !== state) return null;
    codes.set(code, state);
  }
  const states = [...codes.values()];
  const isWhole = new Set(states).size === states.length && states.includes('closed') && states.includes('open');
  return isWhole ? codes : null;
}
