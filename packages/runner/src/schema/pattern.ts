import { createContext, Script } from 'node:vm';

/** Longest that one pattern may work at one text. */
const patternMs = 250;
const room = createContext(Object.create(null));
const script = new Script('pattern.test(text)');

/** Repetition inside repetition, alternatives that are repeated, back references: where matching can take for ever. */
const isRisky = (source: string) => /\)[*+{]|\\[1-9]/.test(source) || (source.match(/[*+}]/g)?.length ?? 0) > 3;

interface Known {
  expression: RegExp | null;
  isRisky: boolean;
  /** How often it did not come to an end. */
  overruns: number;
}

const known = new Map<string, Known>();
const mostOverruns = 2;

function tryCompile(pattern: string, flags: string): RegExp | null {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return null;
  }
}

function recall(pattern: string): Known {
  let found = known.get(pattern);
  if (!found) {
    found = { expression: tryCompile(pattern, 'u') ?? tryCompile(pattern, ''), isRisky: isRisky(pattern), overruns: 0 };
    known.set(pattern, found);
  }
  return found;
}

/** Whether a text matches a pattern of a document; undefined where that is no expression, or does not come to an end. */
export function tryPattern(pattern: string, text: string): boolean | undefined {
  const found = recall(pattern);
  if (!found.expression || found.overruns >= mostOverruns) return undefined;
  if (!found.isRisky) return found.expression.test(text);
  try {
    Object.assign(room, { pattern: found.expression, text });
    return script.runInContext(room, { timeout: patternMs }) as boolean;
  } catch {
    found.overruns += 1;
    return undefined;
  }
}

/** The same where nobody is to be blamed for what cannot be said. */
export const matchesPattern = (pattern: string, text: string): boolean => tryPattern(pattern, text) ?? true;
