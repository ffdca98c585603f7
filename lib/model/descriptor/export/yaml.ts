import type { Json } from '../../document/tree.ts';

const plainText = /^[A-Za-z/_][\w./@+-]*(?: [\w./@+()-]+)*$/;
const ambiguous = /^(true|false|null|yes|no|on|off|y|n|~)$/i;
// Control characters, and what some readers take for the end of a line.
const special = /[\p{Cc}\u2028\u2029\ufeff]/gu;

function quoted(text: string): string {
  return JSON.stringify(text).replace(special, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function scalar(value: Exclude<Json, object> | null): string {
  if (typeof value !== 'string') return String(value);
  return plainText.test(value) && !ambiguous.test(value) && value.length < 500 ? value : quoted(value);
}

/** A text of many lines, as it stands; null where quotation marks are safer. */
function block(text: string): { mark: string; lines: string[] } | null {
  if (!text.includes('\n') || /^[\s#]/.test(text) || /\n\n$/.test(text) || text.replaceAll('\n', '').match(special)) return null;
  const lines = text.split('\n');
  const mark = lines.at(-1) === '' ? '|' : '|-';
  if (mark === '|') lines.pop();
  if ((lines.at(-1) ?? '').trim() === '') return null;
  return { mark, lines: lines.map((line) => (line === '' ? '' : `  ${line}`)) };
}

function below(head: string, value: Json): string[] {
  if (typeof value === 'string') {
    const text = block(value);
    return text ? [`${head} ${text.mark}`, ...text.lines] : [`${head} ${scalar(value)}`];
  }
  if (typeof value !== 'object' || value === null) return [`${head} ${scalar(value)}`];
  if (Object.keys(value).length === 0) return [`${head} ${Array.isArray(value) ? '[]' : '{}'}`];
  return [head, ...linesOf(value).map((line) => (line === '' ? '' : `  ${line}`))];
}

function linesOf(value: object): string[] {
  if (!Array.isArray(value)) return Object.entries(value).flatMap(([key, item]) => below(`${scalar(key)}:`, item as Json));
  return (value as Json[]).flatMap((item) => {
    if (typeof item !== 'object' || item === null || Object.keys(item).length === 0) return below('-', item);
    const [first = '', ...rest] = linesOf(item);
    return [`- ${first}`, ...rest.map((line) => (line === '' ? '' : `  ${line}`))];
  });
}

/** Documents as YAML that every reader reads back as they were. */
export function writeYaml(documents: object[]): string {
  return documents.map((document) => `${linesOf(document).join('\n') || '{}'}\n`).join('---\n');
}
