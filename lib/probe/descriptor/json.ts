import type { Source } from '#lib/model/descriptor/split.ts';
import type { Json } from '#lib/model/document/tree.ts';

/** Lines of the values of a JSON text down to `most` levels, by path: `0/labels`. The text must be valid. */
export function linesOfJson(text: string, most: number): Record<string, number> {
  const lines: Record<string, number> = {};
  const open: { path: string; index: number; isList: boolean; key: string | null }[] = [];
  let line = 1;
  let i = 0;
  const place = () => {
    const top = open.at(-1);
    if (!top || open.length > most) return;
    const step = top.isList ? String(top.index) : top.key;
    if (step !== null) lines[top.path === '' ? step : `${top.path}/${step}`] ??= line;
  };
  const enter = (isList: boolean) => {
    place();
    const top = open.at(-1);
    const step = top ? (top.isList ? String(top.index) : (top.key ?? '')) : '';
    open.push({ path: top && top.path !== '' ? `${top.path}/${step}` : step, index: 0, isList, key: null });
  };
  const string = () => {
    const start = i;
    for (i++; i < text.length && text[i] !== '"'; i++) if (text[i] === '\\') i++;
    const top = open.at(-1);
    if (top && !top.isList && top.key === null && open.length <= most) top.key = text.slice(start + 1, i);
    else place();
  };
  const acts: Record<string, () => void> = {
    '\n': () => line++,
    '"': string,
    '{': () => enter(false),
    '[': () => enter(true),
    '}': () => open.pop(),
    ']': () => open.pop(),
    ',': () => {
      const top = open.at(-1);
      if (top) Object.assign(top, { index: top.index + 1, key: null });
    },
  };
  for (; i < text.length; i++) acts[text[i] ?? '']?.();
  return lines;
}

/** So deep that `data/0/attributes/schema/metadata/owner` has its line. */
const levels = 6;

/** A JSON text as one document; null where it is none. */
export function readJson(file: string, text: string): Source | null {
  try {
    const value = JSON.parse(text) as Json;
    return { file, line: 1, value, lines: linesOfJson(text, levels) };
  } catch {
    return null;
  }
}

/** What is wrong with a text that is no JSON; its line where the engine tells it. */
export function jsonFault(text: string): { why: string; line: number | null } | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = /\(line (\d+) column \d+\)/.exec(message)?.[1];
    const isCut = /end of JSON input/.test(message);
    return {
      why: message.replace(/ in JSON at position .*| is not valid JSON$/s, ''),
      line: isCut ? text.split('\n').length : line ? Number(line) : null,
    };
  }
}
