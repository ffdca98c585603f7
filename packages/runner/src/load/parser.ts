/** As much of an answer as counting needs: where it ends, its status, and whether the connection lives on. */
export interface AnswerParser {
  /** True when the answer is whole. Throws where it is none. */
  feed(data: Buffer): boolean;
  /** The connection has ended; true where that is the end of the answer too. */
  isWholeAtEnd(): boolean;
  status(): number;
  keepsOpen(): boolean;
}

/** What has come and was not read yet. */
interface Waiting {
  data: Buffer;
}

/** Reads on; true when the body is whole. */
type BodyReader = (waiting: Waiting) => boolean;

const longestHead = 64_000;
const lineEnd = Buffer.from('\r\n');
const headEnd = Buffer.from('\r\n\r\n');

/** The text before a mark, or null where the mark has not come. */
function readUntil(waiting: Waiting, mark: Buffer): string | null {
  const end = waiting.data.indexOf(mark);
  if (end < 0) return null;
  const text = waiting.data.toString('latin1', 0, end);
  waiting.data = waiting.data.subarray(end + mark.length);
  return text;
}

function skipper(length: number): BodyReader {
  let left = length;
  return (waiting) => {
    const taken = Math.min(left, waiting.data.length);
    left -= taken;
    waiting.data = waiting.data.subarray(taken);
    return left === 0;
  };
}

/** The size of the chunk whose line comes next, its line end included; 0 is the last. Null: the line is not whole. */
function readSize(waiting: Waiting): number | null {
  const line = readUntil(waiting, lineEnd);
  if (line === null) return null;
  const size = Number.parseInt(line, 16);
  if (Number.isNaN(size)) throw new Error('the chunks of the answer are broken');
  return size === 0 ? 0 : size + lineEnd.length;
}

function readTrailer(waiting: Waiting): boolean {
  for (let line = readUntil(waiting, lineEnd); line !== null; line = readUntil(waiting, lineEnd)) if (line === '') return true;
  return false;
}

function chunkReader(): BodyReader {
  let skip: BodyReader | null = null;
  let isLast = false;
  return (waiting) => {
    while (!isLast) {
      if (skip && !skip(waiting)) return false;
      skip = null;
      const size = readSize(waiting);
      if (size === null) return false;
      isLast = size === 0;
      skip = skipper(size);
    }
    return readTrailer(waiting);
  };
}

/** Null: the body goes on until the connection ends. */
function bodyReaderFor(head: string, status: number, isHead: boolean): BodyReader | null {
  if (isHead || status === 204 || status === 304) return skipper(0);
  if (/\r\ntransfer-encoding:[^\r]*chunked/i.test(head)) return chunkReader();
  const length = /\r\ncontent-length:[ \t]*(\d+)/i.exec(head)?.[1];
  return length === undefined ? null : skipper(Number(length));
}

interface Head {
  status: number;
  isOpen: boolean;
  readBody: BodyReader | null;
}

function readHead(waiting: Waiting, isHead: boolean): Head | null {
  const head = readUntil(waiting, headEnd);
  if (head === null && waiting.data.length > longestHead) throw new Error('the head of the answer does not end');
  if (head === null) return null;
  const found = /^HTTP\/1\.([01]) (\d{3})/.exec(head);
  if (!found) throw new Error('the answer is no HTTP/1.1');
  const status = Number(found[2]);
  // Answers of 1xx come before the one that counts.
  if (status < 200 && status !== 101) return readHead(waiting, isHead);
  const readBody = bodyReaderFor(head, status, isHead);
  return { status, isOpen: found[1] === '1' && readBody !== null && !/\r\nconnection:[ \t]*close/i.test(head), readBody };
}

/** @param isHead the request was a HEAD, whose answer has no body */
export function createAnswerParser(isHead: boolean): AnswerParser {
  const waiting: Waiting = { data: Buffer.alloc(0) };
  let head: Head | null = null;
  return {
    feed(data) {
      waiting.data = waiting.data.length === 0 ? data : Buffer.concat([waiting.data, data]);
      head ??= readHead(waiting, isHead);
      if (head?.readBody) return head.readBody(waiting);
      if (head) waiting.data = Buffer.alloc(0);
      return false;
    },
    isWholeAtEnd: () => head !== null && head.readBody === null,
    status: () => head?.status ?? 0,
    keepsOpen: () => head?.isOpen === true && waiting.data.length === 0,
  };
}
