/** One label matcher of PromQL, such as `job="orders"`. */
export interface Matcher {
  label: string;
  op: '=' | '!=' | '=~' | '!~';
  value: string;
}

export type ParsedSelector = { matchers: Matcher[]; fault: null } | { matchers: null; fault: string };

const labelName = /^(?:[a-zA-Z_]\w*|"(?:[^"\\]|\\.)+")/;
const operator = /^(?:=~|!~|!=|=)/;
const text = /^(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/;
const plainName = /^[a-zA-Z_]\w*$/;
const mostMatchers = 20;

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r' };
const unquote = (quoted: string) => quoted.slice(1, -1).replace(/\\(.)/gs, (_, one: string) => escapes[one] ?? one);

/** A string of PromQL that means exactly `value`. */
export const quote = (value: string): string =>
  `"${value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')}"`;

/**
 * Label matchers as PromQL writes them between braces: `job="orders", namespace=~"shop-.*"`. Braces around them are accepted. The fault
 * is a sentence for whoever typed it.
 */
export function parseSelector(input: string): ParsedSelector {
  const trimmed = input.trim();
  const inner = trimmed.startsWith('{') && trimmed.endsWith('}') ? trimmed.slice(1, -1) : trimmed;
  const matchers: Matcher[] = [];
  let rest = inner.trim();
  while (rest !== '') {
    const read = readMatcher(rest);
    if (typeof read === 'string') return { matchers: null, fault: read };
    matchers.push(read.matcher);
    if (matchers.length > mostMatchers) return { matchers: null, fault: `has more than ${mostMatchers} label matchers` };
    rest = read.rest;
    if (rest === '') break;
    if (!rest.startsWith(',')) return { matchers: null, fault: `needs a comma before ${excerpt(rest)}` };
    rest = rest.slice(1).trim();
  }
  const fault = faultOf(matchers);
  return fault === null ? { matchers, fault } : { matchers: null, fault };
}

const excerpt = (rest: string) => `“${rest.slice(0, 20)}${rest.length > 20 ? '…' : ''}”`;

function readMatcher(input: string): { matcher: Matcher; rest: string } | string {
  const name = labelName.exec(input)?.[0];
  if (name === undefined) return `needs a label name at ${excerpt(input)}, such as job="orders"`;
  const label = name.startsWith('"') ? unquote(name) : name;
  const behindName = input.slice(name.length).trimStart();
  const op = operator.exec(behindName)?.[0] as Matcher['op'] | undefined;
  if (op === undefined) return `needs =, !=, =~ or !~ behind ${label}`;
  const behindOperator = behindName.slice(op.length).trimStart();
  const value = text.exec(behindOperator)?.[0];
  if (value === undefined) return `needs the value of ${label} in quotes, such as ${label}="orders"`;
  return { matcher: { label, op, value: unquote(value) }, rest: behindOperator.slice(value.length).trim() };
}

function faultOf(matchers: readonly Matcher[]): string | null {
  if (matchers.some(({ label }) => label === '__name__')) return 'must not name __name__: Signalbox asks for the metrics that it reads';
  if (matchers.some(demands)) return null;
  return 'needs at least one label with a value, such as job="orders": without one it means every service';
}

/** Whether the matcher asks for a label to be there. */
function demands({ op, value }: Matcher): boolean {
  if (op === '=') return value !== '';
  if (op === '!=') return value === '';
  if (op === '!~') return false;
  try {
    return !new RegExp(`^(?:${value})$`, 'u').test('');
  } catch {
    // RE2 knows forms that are none here: the server is the judge of those.
    return value !== '';
  }
}

const nameOf = (label: string) => (plainName.test(label) ? label : quote(label));

export const formatMatcher = ({ label, op, value }: Matcher): string => `${nameOf(label)}${op}${quote(value)}`;

/** The matchers as one text, as they are stored and shown. */
export const formatSelector = (matchers: readonly Matcher[]): string => matchers.map(formatMatcher).join(', ');

/** A text that a regular expression of RE2 takes literally. */
export const escapeRegex = (value: string): string => value.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

/** `{job="orders",__name__=~"a|b"}`: the series of those names. One name is asked for as it is. */
export function namedSelector(matchers: readonly Matcher[], names: readonly string[]): string {
  const [only] = names;
  const name: Matcher =
    names.length === 1 && only !== undefined
      ? { label: '__name__', op: '=', value: only }
      : { label: '__name__', op: '=~', value: names.map(escapeRegex).join('|') };
  return `{${[...matchers, name].map(formatMatcher).join(',')}}`;
}
