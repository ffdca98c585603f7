import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listSamples } from '#lib/model/exposition.ts';
import { ExpositionError, parseExposition } from '../exposition.ts';

const textType = 'text/plain; version=0.0.4; charset=utf-8';
const openType = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

const name = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,12}$/);
const labelName = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/);
const value = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY));
const wellFormed = (text: string) => text.isWellFormed();
const sample = fc.record({
  name: fc.oneof({ weight: 4, arbitrary: name }, fc.string({ minLength: 1, unit: 'grapheme' }).filter(wellFormed)),
  labels: fc.uniqueArray(
    fc.tuple(fc.oneof({ weight: 4, arbitrary: labelName }, fc.string({ unit: 'grapheme' })), fc.string({ unit: 'binary' }).filter(wellFormed)),
    {
      maxLength: 6,
      selector: ([key]) => key,
    },
  ),
  value,
  timestampMs: fc.option(fc.integer({ min: -1e12, max: 4e12 })),
  style: fc.record({
    blank: fc.constantFrom('', ' ', '\t '),
    end: fc.constantFrom('\n', '\r\n', ' \n'),
    trailing: fc.boolean(),
    again: fc.integer({ min: 1, max: 3 }),
  }),
});

const escapeText = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
const numberText = (n: number) =>
  Number.isNaN(n) ? 'NaN' : Math.abs(n) === Number.POSITIVE_INFINITY ? `${n < 0 ? '-' : '+'}Inf` : Object.is(n, -0) ? '-0' : String(n);
const bare = (text: string) => /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(text);

function printSample({ name, labels, value, timestampMs, style }: typeof sample extends fc.Arbitrary<infer S> ? S : never): string {
  const bareName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name);
  const items = labels.map(([key, text]) => `${bare(key) ? key : `"${escapeText(key)}"`}${style.blank}=${style.blank}"${escapeText(text)}"`);
  if (!bareName) items.unshift(`"${escapeText(name)}"`);
  const block = items.length > 0 ? `{${items.join(`,${style.blank}`)}${style.trailing ? ',' : ''}}` : '';
  return `${bareName ? name : ''}${block} ${numberText(value)}${timestampMs === null ? '' : ` ${timestampMs}`}${style.end}`;
}

describe('any exposition', () => {
  test('printed and parsed gives the same samples', () => {
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 30 }), (samples) => {
        const all = samples.flatMap((one) => Array.from({ length: one.style.again }, () => one));
        const parsed = listSamples(parseExposition(Buffer.from(all.map(printSample).join('')), textType));
        expect(parsed).toEqual(all.map((one) => ({ name: one.name, labels: new Map(one.labels), value: one.value, timestampMs: one.timestampMs })));
      }),
      { numRuns: 300 },
    );
  });

  test('cut, spliced or random gives samples or an ExpositionError, and nothing else', () => {
    const pieces = fc.constantFrom(
      'a',
      '{',
      '}',
      '"',
      '\\',
      ',',
      '=',
      ' ',
      '\n',
      '\r',
      '#',
      '1',
      '.',
      'e',
      '+',
      'NaN',
      '# EOF',
      '# TYPE ',
      '# HELP "',
      'b="c"',
      '\t',
      'é',
      '\0',
    );
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.array(pieces, { maxLength: 40 }).map((list) => Buffer.from(list.join(''))),
    );
    fc.assert(
      fc.property(bodies, fc.constantFrom(textType, openType, null), (body, contentType) => {
        try {
          listSamples(parseExposition(body, contentType));
        } catch (error) {
          expect(error).toBeInstanceOf(ExpositionError);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('a view into a larger buffer reads no byte beside itself', () => {
    const whole = Buffer.from('x 9\na{b="c"} 1\na{b="c"} 2\n"}');
    expect(listSamples(parseExposition(whole.subarray(4, 26), textType)).map((one) => one.value)).toEqual([1, 2]);
  });
});
