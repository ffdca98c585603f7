import type { Random } from '../random.ts';

/** How far repetition goes beyond its least, and what the look-aheads ask for. */
interface Writer {
  text: string;
  at: number;
  random: Random;
  more: number;
  wanted: string[];
  steps: number;
}

class Unreadable extends Error {}

/** A text written along a pattern, without running it. Null where the pattern is beyond this. Whoever uses it checks it. */
export function samplePattern(pattern: string, random: Random, more: number): string | null {
  const writer: Writer = { text: pattern, at: 0, random, more, wanted: [], steps: 0 };
  try {
    const text = writeAlternatives(writer);
    return writer.at < pattern.length ? null : mixIn(text, writer.wanted);
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

/** What look-aheads want stands at the beginning instead of what was there. */
function mixIn(text: string, wanted: string[]): string {
  const asked = wanted.join('');
  return asked + text.slice(Math.min(asked.length, Math.max(0, text.length - 1)));
}

function writeAlternatives(writer: Writer): string {
  const options: { text: string; wanted: string[] }[] = [];
  const outer = writer.wanted;
  do {
    writer.wanted = [];
    options.push({ text: writeSequence(writer), wanted: writer.wanted });
  } while (writer.text[writer.at++] === '|');
  writer.at -= 1;
  const chosen = writer.random.pick(options);
  writer.wanted = [...outer, ...chosen.wanted];
  return chosen.text;
}

function writeSequence(writer: Writer): string {
  let text = '';
  while (writer.at < writer.text.length && !'|)'.includes(writer.text[writer.at] as string)) {
    if (writer.steps++ > 2000) throw new Unreadable();
    text += writeRepeated(writer);
  }
  return text;
}

function writeRepeated(writer: Writer): string {
  const start = writer.at;
  const first = writeOne(writer);
  const end = writer.at;
  const [least, most] = readQuantifier(writer);
  const after = writer.at;
  const count = Math.min(most, least + (most > least ? writer.more : 0), 3000);
  let text = count > 0 ? first : '';
  for (let index = 1; index < count; index++) {
    writer.at = start;
    text += writer.at < end ? writeOne(writer) : '';
  }
  writer.at = after;
  return text;
}

function readQuantifier(writer: Writer): [least: number, most: number] {
  const found = /^(?:\{(\d+)(,?)(\d*)\}|[*+?])\??/.exec(writer.text.slice(writer.at, writer.at + 20));
  if (!found) return [1, 1];
  writer.at += found[0].length;
  if (found[1] !== undefined) {
    const least = Number(found[1]);
    return [least, found[2] === '' ? least : found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3])];
  }
  const sign = found[0][0];
  return [sign === '+' ? 1 : 0, sign === '?' ? 1 : Number.POSITIVE_INFINITY];
}

function writeOne(writer: Writer): string {
  const char = writer.text[writer.at++] as string;
  if (char === '(') return writeGroup(writer);
  if (char === '[') return writer.random.pick(readClass(writer));
  if (char === '\\') return writer.random.pick(readEscape(writer, false));
  if (char === '.') return writer.random.pick([...'abcdefghijklmnopqrstuvwxyz']);
  return char === '^' || char === '$' ? '' : char;
}

function writeGroup(writer: Writer): string {
  const head = /^\?(?:[:=!]|<[=!]|<[A-Za-z_]\w*>)/.exec(writer.text.slice(writer.at, writer.at + 60))?.[0] ?? '';
  if (head === '' && writer.text[writer.at] === '?') throw new Unreadable();
  writer.at += head.length;
  const isAhead = head === '?=';
  const { more, wanted } = writer;
  if (isAhead) writer.more = 0;
  const text = writeAlternatives(writer);
  writer.more = more;
  if (writer.text[writer.at] !== ')') throw new Unreadable();
  writer.at += 1;
  if (isAhead) writer.wanted = [...wanted, text];
  if (isAhead || /^\?<?!|^\?<=/.test(head)) return '';
  return text;
}

const range = (from: string, to: string) => {
  const [first, last] = [from.codePointAt(0) as number, to.codePointAt(0) as number];
  return Array.from({ length: Math.max(0, Math.min(last - first + 1, 300)) }, (_, index) => String.fromCodePoint(first + index));
};
const digits = range('0', '9');
const lower = range('a', 'z');
const upper = range('A', 'Z');
const wordly = [...lower, ...upper, ...digits, '_'];
const signs = [...'!#%&*+,-.:;=?@~'];
const everyone = [...lower, ...upper, ...digits, ...signs, ' ', '_', '/', '$', '(', ')', 'é'];
const classes: Record<string, string[]> = { d: digits, w: wordly, s: [' '], S: wordly, D: lower, W: signs };
const controls: Record<string, string> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', 0: '\0' };

/** The characters that an escape stands for; the backslash has been read. */
function readEscape(writer: Writer, isInClass: boolean): string[] {
  const letter = writer.text[writer.at++];
  if (letter === undefined || letter === 'k') throw new Unreadable();
  if (letter === 'b' || letter === 'B') return [isInClass ? '\b' : ''];
  const coded = /^(?:u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2}))/i.exec(letter + writer.text.slice(writer.at, writer.at + 8));
  if (coded) {
    writer.at += coded[0].length - 1;
    return [String.fromCodePoint(Number.parseInt(coded[1] ?? coded[2] ?? coded[3] ?? '', 16))];
  }
  if (letter === 'p' || letter === 'P') return readProperty(writer, letter === 'P');
  if (/[1-9]/.test(letter)) throw new Unreadable();
  return classes[letter] ?? [controls[letter] ?? letter];
}

function readProperty(writer: Writer, isNegated: boolean): string[] {
  const name = /^\{[^}]*\}/.exec(writer.text.slice(writer.at, writer.at + 60))?.[0];
  if (name === undefined) throw new Unreadable();
  writer.at += name.length;
  const expression = new RegExp(`^\\${isNegated ? 'P' : 'p'}${name}$`, 'u');
  const found = everyone.filter((char) => expression.test(char));
  if (found.length === 0) throw new Unreadable();
  return found;
}

/** The characters between brackets; the opening one has been read. */
function readClass(writer: Writer): string[] {
  const isNegated = writer.text[writer.at] === '^';
  if (isNegated) writer.at += 1;
  const listed: string[] = [];
  while (writer.text[writer.at] !== ']') {
    if (writer.at >= writer.text.length) throw new Unreadable();
    const from = readMember(writer);
    const isRange = from.length === 1 && writer.text[writer.at] === '-' && writer.text[writer.at + 1] !== ']';
    if (!isRange) {
      listed.push(...from);
      continue;
    }
    writer.at += 1;
    listed.push(...range(from[0] as string, readMember(writer)[0] as string));
  }
  writer.at += 1;
  const found = isNegated ? outside(listed) : listed;
  if (found.length === 0) throw new Unreadable();
  return found;
}

/** Signs before letters: a class that excludes something mostly excludes letters. */
const outside = (listed: string[]) => {
  const found = everyone.filter((char) => !listed.includes(char));
  const isSpace = listed.includes(' ');
  return isSpace ? found.filter((char) => char !== ' ') : found;
};

function readMember(writer: Writer): string[] {
  const char = writer.text[writer.at++] as string;
  return char === '\\' ? readEscape(writer, true) : [char];
}
