import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { familyOf, listSamples } from '#lib/model/exposition.ts';
import { ExpositionError, parseExposition } from './exposition.ts';

const textType = 'text/plain; version=0.0.4; charset=utf-8';
const openType = 'application/openmetrics-text; version=1.0.0; charset=utf-8';
const parse = (text: string, contentType: string | null = textType) => parseExposition(Buffer.from(text), contentType);
const plain = (text: string, contentType: string | null = textType) =>
  listSamples(parse(text, contentType)).map(({ name, labels, value, timestampMs }) => [name, Object.fromEntries(labels), value, timestampMs]);
const faultOf = (text: string, contentType: string | null = textType, options = {}) => {
  try {
    parseExposition(Buffer.from(text), contentType, options);
  } catch (error) {
    expect(error).toBeInstanceOf(ExpositionError);
    return error as ExpositionError;
  }
  throw new Error('was accepted');
};

describe('accepts', () => {
  test.each([
    ['a trailing comma', 'calls{kind="failed",name="backendA",} 3', ['calls', { kind: 'failed', name: 'backendA' }, 3, null]],
    ['an empty label set', 'envoy_up{} 1', ['envoy_up', {}, 1, null]],
    ['blanks and tabs between tokens', ' \ta\t{ b = "c" ,\td="e" , }\t 1 \t ', ['a', { b: 'c', d: 'e' }, 1, null]],
    ['a timestamp in ms', 'a 1 1395066363000', ['a', {}, 1, 1_395_066_363_000]],
    ['a negative timestamp', 'a 1 -3982045', ['a', {}, 1, -3_982_045]],
    ['NaN', 'a NaN', ['a', {}, Number.NaN, null]],
    ['infinities', 'a -Inf', ['a', {}, Number.NEGATIVE_INFINITY, null]],
    ['a plus sign and an exponent', 'a +1.5e+03', ['a', {}, 1500, null]],
    ['negative numbers', 'a -1', ['a', {}, -1, null]],
    ['escapes', 'a{b="C:\\\\DIR\\"x\\"\\ny"} 1', ['a', { b: 'C:\\DIR"x"\ny' }, 1, null]],
    ['an unknown escape, as it stands', 'a{b="\\d+"} 1', ['a', { b: '\\d+' }, 1, null]],
    ['any character in a label value', 'a{b="outbound|9080||r,{x}=# é 日本"} 1', ['a', { b: 'outbound|9080||r,{x}=# é 日本' }, 1, null]],
    ['a quoted name', '{"http.server.request.duration_bucket", le="1"} 3', ['http.server.request.duration_bucket', { le: '1' }, 3, null]],
    ['a quoted name without labels', '{"a.b"} 3', ['a.b', {}, 3, null]],
    ['a quoted label name', 'a{"b.c"="d"} 3', ['a', { 'b.c': 'd' }, 3, null]],
    ['a label named __proto__', 'a{__proto__="x"} 3', ['a', Object.fromEntries([['__proto__', 'x']]), 3, null]],
    ['an exemplar', 'a_bucket{le="1"} 3 # {trace_id="x"} 0.5 1520879607.789', ['a_bucket', { le: '1' }, 3, null]],
  ])('%s', (_, line, expected) => {
    expect(plain(`${line}\n`)).toEqual([expected]);
    expect(plain(`${line}\r\n`)).toEqual([expected]);
    expect(plain(line)).toEqual([expected]);
    expect(plain(`x{y="z"} 2\n${line}\n${line}\n`).slice(1)).toEqual([expected, expected]);
  });

  test('two lines of one series, two label sets in one family, families that are not contiguous: drops nothing', () => {
    expect(plain('a{x="1"} 1\nb 2\na{x="1"} 3\na{y="2"} 4\na 5\n').map(([name, , value]) => [name, value])).toEqual([
      ['a', 1],
      ['b', 2],
      ['a', 3],
      ['a', 4],
      ['a', 5],
    ]);
  });

  test('HELP and TYPE again with another text: the first stays', () => {
    const parsed = parse('# HELP a one\n# TYPE a gauge\na 1\n# HELP a two\n# TYPE a counter\na{b="c"} 2\n');
    expect(parsed.families.get('a')).toMatchObject({ type: 'gauge', help: 'one' });
    expect(parsed.values).toHaveLength(2);
  });

  test('comments that are no announcement, and announcements without samples', () => {
    const parsed = parse('#\n# a comment\n#no blank\n# HELP\n# TYPE a\n# TYPE b histogram\n# HELP b  x \\\\ \\n y\n');
    expect(parsed.values).toHaveLength(0);
    expect(parsed.families.get('b')).toMatchObject({ type: 'histogram', help: 'x \\ \n y' });
  });

  test('a family announced by a quoted name', () => {
    expect(parse('# TYPE "http.requests" counter\n# UNIT "http.requests" s\n{"http.requests"} 1\n').families.get('http.requests')).toMatchObject({
      type: 'counter',
      unit: 's',
    });
  });

  test('a name met in quotes does not let a bare one through', () => {
    expect(faultOf('{"a.b"} 1\na.b 2\n').line).toBe(2);
  });

  test('numbers exactly as Number() reads them', () => {
    const numbers = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 0, max: 17 })).map(([n, digits]) => n.toExponential(digits)),
      fc.tuple(fc.maxSafeInteger(), fc.nat(20)).map(([n, digits]) => n.toFixed(digits)),
      fc.constantFrom('0', '-0', '1.', '.5', '+.5e1', '00012.50', '1e22', '1e23', '123456789012345e22', '9007199254740993', '5e-324'),
    );
    fc.assert(
      fc.property(numbers, (text) => {
        expect(plain(`a ${text}\n`)[0]?.[2]).toBe(Number(text));
      }),
      { numRuns: 1000 },
    );
  });

  test('a byte order mark', () => {
    expect(plain('\uFEFFa 1\n')).toEqual([['a', {}, 1, null]]);
  });

  test('an empty body as no samples', () => {
    expect(parse('').values).toHaveLength(0);
  });
});

describe('OpenMetrics', () => {
  const body = '# TYPE a counter\n# UNIT a seconds\na_total{x="1"} 1 1520879607.789 # {t="u"} 0.67\na_created{x="1"} 1520872607.123\n# EOF\n';

  test.each([[openType], [null], ['text/plain']])('timestamps are seconds, `_created` is a sample, content type %s', (contentType) => {
    const parsed = parse(body, contentType);
    expect(parsed.format).toBe('openmetrics');
    expect(listSamples(parsed)[0]).toMatchObject({ name: 'a_total', value: 1, timestampMs: 1_520_879_607_789 });
    expect(parsed.names).toEqual(['a_total', 'a_created']);
    expect(familyOf(parsed, 'a_total')).toMatchObject({ type: 'counter', unit: 'seconds' });
  });

  test('a version of the text format outweighs # EOF', () => {
    expect(parse('a 1 1000\n# EOF\n').format).toBe('text');
  });

  test.each([
    ['cut off in the middle', body.slice(0, 70)],
    ['cut off before # EOF', body.slice(0, -6)],
    ['text after # EOF', `${body}b 1\n`],
    ['empty', ''],
  ])('refuses %s', (_, text) => {
    faultOf(text, openType);
  });
});

describe('refuses the whole scrape, naming the line', () => {
  test.each([
    'a',
    'a{b="c"}',
    'a one',
    'a 1 2 3',
    'a 1 1.5',
    'a 0x10',
    'a 1_000',
    'a 1e',
    'a .',
    'a 1 # 2',
    '1a 1',
    '{a="b"} 1',
    '{"a",b="c"',
    'a{"b"} 1',
    '{"a","b"} 1',
    'a{b="c" 1',
    'a{b="c} 1',
    'a{b=c} 1',
    'a{b} 1',
    'a{b="c",,} 1',
    'a{,} 1',
    'a{1b="c"} 1',
    'a{b="c" d="e"} 1',
    'a{b="c",b="d"} 1',
    'a{b="c","b"="d"} 1',
    'a-b 1',
    '{} 1',
    '{""} 1',
    'a{b="c"}d 1',
    '{"status":"ok"}',
    'a{b="c\\',
  ])('%s', (line) => {
    expect(faultOf(`# HELP a b\nok{b="c"} 1\n${line}\nok 2\n`).line).toBe(3);
  });

  test('never quotes the body', () => {
    expect(faultOf('secret{token="hunter2" 1\n').message).not.toMatch(/secret|hunter2/);
  });

  test('HTML, by type and by look', () => {
    expect(faultOf('whatever', 'text/html; charset=utf-8').message).toContain('HTML');
    expect(faultOf('\n<!doctype html><html></html>', textType).message).toContain('HTML');
  });

  test('bytes that are not UTF-8', () => {
    expect(() => parseExposition(Buffer.from([97, 123, 98, 61, 34, 0xff, 34, 125, 32, 49, 10]), textType)).toThrow('UTF-8');
  });

  test('limits: samples, labels, lengths', () => {
    const samples = (count: number) => Array.from({ length: count }, (_, i) => `a{b="${i}"} 1\n`).join('');
    expect(parse(samples(50_000)).values).toHaveLength(50_000);
    expect(faultOf(samples(50_001)).line).toBe(50_001);
    expect(faultOf(samples(11), textType, { limits: { maxSamples: 10 }, wanted: () => false }).line).toBe(11);
    expect(faultOf('# TYPE a gauge\n'.repeat(41), textType, { limits: { maxSamples: 10 } }).line).toBe(41);
    const labels = (count: number) => `a{${Array.from({ length: count }, (_, i) => `l${i}="x"`).join(',')}} 1`;
    expect(parse(labels(64)).labelsOf(0).size).toBe(64);
    expect(faultOf(labels(65)).message).toContain('64 labels');
    expect(faultOf(`a{b="${'x'.repeat(4097)}"} 1`).message).toContain('4096');
    expect(faultOf(`a{${'b'.repeat(1025)}="x"} 1`).message).toContain('1024');
    expect(faultOf(`${'b'.repeat(1025)} 1`).message).toContain('1024');
  });
});

test('unwanted families are checked and left out', () => {
  const wanted = (stem: string) => stem === 'http_request_duration';
  const parsed = parseExposition(Buffer.from('# TYPE a gauge\na 1\nhttp_request_duration_seconds_count 2\nb 3\n'), textType, { wanted });
  expect(listSamples(parsed).map(({ name }) => name)).toEqual(['http_request_duration_seconds_count']);
  expect(parsed.sampleCount).toBe(3);
  expect(parsed.families.size).toBe(0);
  expect(() => parseExposition(Buffer.from('b {\n'), textType, { wanted })).toThrow(ExpositionError);
});
