/** A text that a pattern is likely to match: written along the pattern, without running it. Null where it is beyond this. */
export function sampleOfPattern(pattern: string, variant = 0): string | null {
  const reader = { text: pattern.replace(/^\^/, '').replace(/\$$/, ''), at: 0, variant, steps: 0 };
  const made = readAlternatives(reader);
  return made !== null && reader.at >= reader.text.length ? made : null;
}

interface Reader {
  text: string;
  at: number;
  variant: number;
  steps: number;
}

function readAlternatives(reader: Reader): string | null {
  const options: string[] = [];
  let sequence = '';
  while (reader.at < reader.text.length && reader.text[reader.at] !== ')') {
    if (reader.text[reader.at] === '|') {
      reader.at += 1;
      options.push(sequence);
      sequence = '';
      continue;
    }
    const part = readRepeated(reader);
    if (part === null || reader.steps++ > 2000) return null;
    sequence += part;
  }
  options.push(sequence);
  return options[reader.variant % options.length] ?? null;
}

function readRepeated(reader: Reader): string | null {
  const one = readOne(reader);
  if (one === null) return null;
  const rest = reader.text.slice(reader.at);
  const counted = /^\{(\d+)(?:(,)(\d*))?\}\??/.exec(rest);
  if (counted) {
    reader.at += counted[0].length;
    const least = Number(counted[1]);
    const most = counted[2] === undefined ? least : counted[3] ? Number(counted[3]) : least + 2;
    return one.repeat(Math.min(1000, reader.variant % 2 === 0 ? least : most));
  }
  const sign = /^[*+?]\??/.exec(rest);
  if (!sign) return one;
  reader.at += sign[0].length;
  if (sign[0].startsWith('+')) return one.repeat(1 + reader.variant);
  return reader.variant % 2 === 0 ? '' : one;
}

function readOne(reader: Reader): string | null {
  const char = reader.text[reader.at++] as string;
  if (char === '(') return readGroup(reader);
  if (char === '[') return readClass(reader);
  if (char === '\\') return readEscape(reader);
  if (char === '.') return 'a';
  if (char === '^' || char === '$') return '';
  return char;
}

function readGroup(reader: Reader): string | null {
  const rest = reader.text.slice(reader.at);
  const head = /^\?(:|<[A-Za-z]\w*>)/.exec(rest);
  if (!head && rest.startsWith('?')) return null;
  reader.at += head?.[0].length ?? 0;
  const made = readAlternatives(reader);
  if (reader.text[reader.at] !== ')') return null;
  reader.at += 1;
  return made;
}

const escapes: { [letter: string]: string } = { d: '1', w: 'a', s: ' ', S: 'a', D: 'a', W: '-', b: '', B: '', n: '\n', t: '\t', r: '\r' };

function readEscape(reader: Reader): string | null {
  const letter = reader.text[reader.at++];
  if (letter === undefined || /[pPuxkc1-9]/.test(letter)) return null;
  return escapes[letter] ?? letter;
}

/** The characters between brackets. */
function readClass(reader: Reader): string | null {
  const end = /^\^?\]?(?:\\.|[^\]\\])*\]/.exec(reader.text.slice(reader.at));
  if (!end) return null;
  reader.at += end[0].length;
  const inside = end[0].slice(0, -1);
  if (inside.startsWith('^')) return [...'aA1 -_~\u00e9'].find((char) => !listed(inside.slice(1), char)) ?? null;
  const first = /^(\\.|[^\\])/.exec(inside)?.[0];
  if (first === undefined) return null;
  return first.startsWith('\\') ? (escapes[first[1] as string] ?? (first[1] as string)) : first;
}

function listed(inside: string, char: string): boolean {
  for (const [part] of inside.matchAll(/\\.|.-[^\]\\]|./g)) {
    if (part === char || part === `\\${char}`) return true;
    if (part.length === 3 && part[1] === '-' && char >= (part[0] as string) && char <= (part[2] as string)) return true;
    if ((part === '\\w' && /\w/.test(char)) || (part === '\\d' && /\d/.test(char)) || (part === '\\s' && /\s/.test(char))) return true;
  }
  return false;
}

const formatSamples: { [format: string]: string } = {
  'date-time': '2024-05-17T09:30:00Z',
  date: '2024-05-17',
  time: '09:30:00Z',
  duration: 'P1D',
  email: 'ada@example.com',
  'idn-email': 'ada@example.com',
  hostname: 'api.example.com',
  'idn-hostname': 'api.example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/a',
  url: 'https://example.com/a',
  'uri-reference': '/a',
  iri: 'https://example.com/a',
  'iri-reference': '/a',
  'uri-template': '/a/{b}',
  uuid: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  'json-pointer': '/a/0',
  'relative-json-pointer': '1/a',
  regex: '^a$',
  byte: 'YWJj',
  base64: 'YWJj',
};

export const sampleOfFormat = (format: string): string | undefined => (Object.hasOwn(formatSamples, format) ? formatSamples[format] : undefined);
export const everyFormat = Object.keys(formatSamples);
