import type { Readable } from 'node:stream';

const mostLines = 20_000;
const longestLine = 65_536;

/** What a process wrote to both of its streams, line by line: the newest 20,000. */
export class LogBook {
  readonly #lines: string[] = [];
  #count = 0;

  /** Follows a stream to its end. */
  follow(stream: Readable | null): void {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = (lines.pop() ?? '').slice(0, longestLine);
      for (const line of lines) this.add(line);
    });
    stream?.on('end', () => {
      if (rest) this.add(rest);
    });
    // A process that is killed may leave its pipe broken; what it wrote is here already.
    stream?.on('error', () => {});
  }

  add(line: string): void {
    this.#lines.push(line.replace(/\r$/, '').slice(0, longestLine));
    this.#count += 1;
    if (this.#lines.length > mostLines) this.#lines.splice(0, this.#lines.length - mostLines);
  }

  /** How many lines there have been. */
  get count(): number {
    return this.#count;
  }

  /** All lines that are kept, or those after the first so many. */
  lines(after = 0): string[] {
    return this.#lines.slice(Math.max(0, this.#lines.length - (this.#count - after)));
  }

  /** The last lines as they stand in a message. */
  tail(count: number): string {
    const lines = this.#lines.slice(-count).map((line) => `    ${line.slice(0, 400)}`);
    return lines.length > 0 ? `Its last log lines:\n${lines.join('\n')}` : 'It wrote no log line.';
  }
}
