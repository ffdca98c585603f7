import type { Json } from '#lib/model/document/tree.ts';
import { type Remark, unusable } from './fault.ts';
import { maxDepth } from './limits.ts';
import { LineTable, type Wanted } from './line.ts';
import { parseYaml, twiceRemark } from './parse-yaml.ts';
import type { Parsed } from './parsed.ts';
import { type JsonScan, JsonScanner } from './scan-json.ts';

export function findJsonLines(text: string, wanted: Wanted): Map<string, number> {
  const lines = new LineTable(text);
  const { offsets } = new JsonScanner(text, maxDepth).scan(wanted);
  return new Map([...offsets].map(([pointer, offset]) => [pointer, lines.lineAt(offset)]));
}

function parseJson(text: string, twice: JsonScan['twice']): Parsed {
  const lines = twice.length > 0 ? new LineTable(text) : null;
  const value = JSON.parse(text) as Json;
  return {
    format: 'json',
    value,
    values: [value],
    remarks: twice.map(({ key, offset }) => twiceRemark(key, '', lines?.lineAt(offset) ?? null)),
    findLines: (wanted) => findJsonLines(text, wanted),
  };
}

const mostLenient = 2_000_000;

/** JSON with a fault is given a second chance as YAML, which allows commas before a bracket, comments and names without quotes. */
function parseFaultyJson(text: string, offset: number, reason: string, isWanted: (value: Json) => boolean): Parsed {
  const line = new LineTable(text).lineAt(offset);
  const refusal = unusable(
    'document.text.json',
    `The JSON cannot be read: ${reason}.`,
    'Mend the text at this line. If it ends early, send it again as a whole.',
    line,
  );
  if (text.length > mostLenient || /text ends|deep in one another/.test(reason)) throw refusal;
  try {
    const parsed = parseYaml(text, isWanted);
    const remark: Remark = {
      id: 'document.text.json',
      severity: 'error',
      pointer: '',
      message: `This is no valid JSON: ${reason}. It was read as YAML.`,
      help: 'Mend the text at this line: JSON parsers will refuse it.',
      line,
    };
    return { ...parsed, remarks: [remark, ...parsed.remarks] };
  } catch {
    throw refusal;
  }
}

/** A text as JSON, whether it is written as JSON or as YAML. `isWanted` chooses from a YAML text that holds several documents. */
export function parseText(text: string, isWanted: (value: Json) => boolean): Parsed {
  if (!/^\s*[[{]/.test(text)) return parseYaml(text, isWanted);
  const { fault, twice } = new JsonScanner(text, maxDepth).scan();
  return fault === null ? parseJson(text, twice) : parseFaultyJson(text, fault.offset, fault.reason, isWanted);
}
