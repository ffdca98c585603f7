import { parse } from 'csv-parse/sync';
import type { Gathering } from '#lib/model/descriptor/gathering.ts';
import { isTableHeader, nameInRow, rowContent, strangeColumns } from '#lib/model/descriptor/table.ts';

interface Row {
  record: string[];
  info: { lines: number };
}

const delimiters = [',', ';', '\t', '|'];

function delimiterOf(text: string): string {
  const header =
    text
      .slice(0, 4000)
      .split(/\r?\n/)
      .find((line) => line.trim() !== '') ?? '';
  const bare = header.replace(/"[^"]*"/g, '');
  return delimiters.toSorted((a, b) => bare.split(b).length - bare.split(a).length)[0] ?? ',';
}

/** Whether the first row of a text names the columns of a table of services. */
export function isTable(text: string): boolean {
  const delimiter = delimiterOf(text);
  const [header = ''] = text
    .replace(/^\ufeff/, '')
    .trimStart()
    .split(/\r?\n/, 1);
  return header.includes(delimiter)
    ? isTableHeader(header.split(delimiter).map((cell) => cell.replaceAll('"', '')))
    : isTableHeader([header]) && text.includes('\n');
}

function rowsOf(text: string, strict: boolean): Row[] {
  return parse(text, {
    bom: true,
    delimiter: delimiterOf(text),
    info: true,
    skip_empty_lines: true,
    relax_column_count: true,
    relax_quotes: !strict,
    max_record_size: 1_000_000,
  }) as unknown as Row[];
}

/** A quote that is never closed swallows what follows: then each line is read for itself. */
function readRows(gathering: Gathering, file: string, text: string): Row[] {
  try {
    return rowsOf(text, false);
  } catch {
    return text.split(/\r?\n/).flatMap((line, index) => {
      if (line.trim() === '') return [];
      try {
        return rowsOf(line, false).map((row) => ({ ...row, info: { lines: index + 1 } }));
      } catch {
        gathering.refuse(
          { file, line: index + 1 },
          null,
          'a quotation mark is opened and never closed',
          'Close it, or double it where it is meant: "".',
        );
        return [];
      }
    });
  }
}

/** Each row of a table as an entry. */
export function readCsv(gathering: Gathering, file: string, text: string): void {
  const [head, ...rows] = readRows(gathering, file, text);
  if (!head) return;
  const header = head.record;
  for (const column of strangeColumns(header))
    gathering.remark({ file, line: 1 }, null, `the column “${column.slice(0, 80)}” is none of a service: kept, not shown`);
  for (const { record, info } of rows) {
    const line = info.lines - record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
    const name = nameInRow(header, record);
    if (record.slice(header.length).some((cell) => cell.trim() !== ''))
      gathering.refuse(
        { file, line },
        name || null,
        `has ${record.length} cells where the header has ${header.length}`,
        'Put cells that hold the separator into quotation marks.',
      );
    else if (name === '') gathering.refuse({ file, line }, null, 'a row without a name', 'Fill in its name: services are known by it.');
    else
      gathering.keep({
        format: 'csv',
        kind: 'service',
        namespace: 'default',
        name,
        file,
        line,
        content: rowContent(header, record),
        lines: {},
        service: null,
      });
  }
}
