import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CommandError } from '../fault.ts';
import { writeSuites } from '../junit.ts';
import { readJUnit } from './junit.ts';
import { describeTests } from './tests.ts';

/** As each writes them, shortened. */
const runners: Record<string, string> = {
  vitest: `<?xml version="1.0" encoding="UTF-8" ?>
<testsuites name="vitest tests" tests="3" failures="1" errors="0" time="0.5">
  <testsuite name="e2e/order.test.ts" timestamp="2026-11-30T08:00:00.000Z" hostname="ci" tests="3" failures="1" errors="0" skipped="1" time="0.4">
    <testcase classname="e2e/order.test.ts" name="orders &gt; are paid" time="0.1"></testcase>
    <testcase classname="e2e/order.test.ts" name="orders &gt; are refunded" time="0.3">
      <failure message="expected 500 to be 200" type="AssertionError">
AssertionError: expected 500 to be 200
 ❯ e2e/order.test.ts:12:5
      </failure>
    </testcase>
    <testcase classname="e2e/order.test.ts" name="orders &gt; are sent" time="0"><skipped/></testcase>
  </testsuite>
</testsuites>`,
  pytest: `<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite name="pytest" errors="1" failures="0" skipped="1" tests="3" time="0.4" timestamp="2026-11-30T08:00:00.123456" hostname="ci"><testcase classname="tests.test_orders" name="test_paid" time="0.1" /><testcase classname="tests.test_orders" name="test_refunded" time="0.3"><error message="failed on setup with &quot;fixture 'db' not found&quot;">file tests/test_orders.py, line 1</error></testcase><testcase classname="tests.test_orders" name="test_sent" time="0"><skipped type="pytest.skip" message="no mail here">tests/test_orders.py:9: no mail here</skipped></testcase></testsuite></testsuites>`,
  playwright: `<testsuites id="" name="" tests="3" failures="1" skipped="1" errors="0" time="0.5">
<testsuite name="order.spec.ts" timestamp="2026-11-30T08:00:00.000Z" hostname="chromium" tests="3" failures="1" skipped="1" time="0.4" errors="0">
<testcase name="paid" classname="order.spec.ts" time="0.1"><system-out><![CDATA[[[ATTACHMENT|trace.zip]]]]></system-out></testcase>
<testcase name="refunded" classname="order.spec.ts" time="0.3"><failure message="order.spec.ts:7:5 refunded" type="FAILURE"><![CDATA[  [chromium] › order.spec.ts:7:5 › refunded

    Error: expect(received).toBe(expected) // a < b && c
]]></failure></testcase>
<testcase name="sent" classname="order.spec.ts" time="0"><properties><property name="skip" value=""/></properties><skipped></skipped></testcase>
</testsuite>
</testsuites>`,
  surefire: `<?xml version="1.0" encoding="UTF-8"?>
<testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="surefire.xsd" name="com.example.OrderIT" time="0.4" tests="3" errors="0" skipped="1" failures="1">
  <properties><property name="java.version" value="21"/></properties>
  <testcase name="isPaid" classname="com.example.OrderIT" time="0.1"><flakyFailure message="once" type="x"><stackTrace>later passed</stackTrace></flakyFailure></testcase>
  <testcase name="isRefunded" classname="com.example.OrderIT" time="0.3"><failure message="expected: &lt;200&gt; but was: &lt;500&gt;" type="org.opentest4j.AssertionFailedError">stack</failure><system-err>more</system-err></testcase>
  <testcase name="isSent" classname="com.example.OrderIT" time="0"><skipped message="no mail here"/></testcase>
</testsuite>`,
  nested: `<testsuites><testsuite name="shop"><testsuite name="order" time="0.4">
<testcase name="paid"/><testcase name="refunded"><failure>first line
second line</failure></testcase><testcase name="sent"><skipped/></testcase></testsuite></testsuite></testsuites>`,
};

test.each(Object.entries(runners))('%s: which passed, which failed and why, which were skipped', (_, xml) => {
  const { cases, durationMs } = readJUnit(xml);
  expect(cases.map(({ state }) => state)).toEqual(['passed', 'failed', 'skipped']);
  expect(cases[1]?.message).toMatch(/500|fixture 'db' not found|refunded|first line/);
  expect(durationMs).toBeCloseTo(xml.includes('time="0.5"') ? 500 : 400, 3);
});

test('names, times and failures are as the runner wrote them', () => {
  const { cases, startedAtMs } = readJUnit(runners.vitest ?? '');
  expect(new Date(startedAtMs ?? 0).toISOString()).toBe('2026-11-30T08:00:00.000Z');
  expect(cases[1]).toMatchObject({ suite: 'e2e/order.test.ts', name: 'orders > are refunded', message: 'expected 500 to be 200', durationMs: 300 });
  expect(cases[1]?.text).toMatch(/^AssertionError: [\s\S]*order\.test\.ts:12:5$/);
  expect(readJUnit(runners.playwright ?? '').cases[1]?.text).toContain('// a < b && c');
  expect(readJUnit(runners.nested ?? '').cases[0]?.suite).toBe('shop › order');
});

test('each test is a check and each that failed a finding, which stays the same from run to run', () => {
  const told = describeTests(readJUnit(runners.vitest ?? ''), 'e2e');
  expect(told).toMatchObject({ summary: '1 of 3 tests failed, 1 skipped.', broken: null });
  expect(told.outcome.checks.map(({ ok }) => ok)).toEqual([true, false, null]);
  expect(told.outcome.tables[0]?.rows).toEqual([['e2e/order.test.ts', '3', '1', '1', '0.4']]);
  expect(told.findings).toMatchObject([
    {
      id: 'e2e.test.failed',
      source: 'e2e',
      severity: 'error',
      message: 'e2e/order.test.ts › orders > are refunded: expected 500 to be 200',
      count: 1,
    },
  ]);
  const later = describeTests(readJUnit((runners.vitest ?? '').replaceAll('500', '503').replace('time="0.3"', 'time="9"')), 'e2e');
  expect(later.findings[0]?.fingerprint).toBe(told.findings[0]?.fingerprint);
});

test('the same test in two browsers is one finding, seen twice, and two checks', () => {
  const one = '<testcase classname="a.spec.ts" name="opens"><failure message="no"/></testcase>';
  const { findings, outcome } = describeTests(
    readJUnit(`<testsuites><testsuite name="a.spec.ts">${one}</testsuite><testsuite name="a.spec.ts">${one}</testsuite></testsuites>`),
    'e2e',
  );
  expect(findings.map(({ count }) => count)).toEqual([2]);
  expect(outcome.checks.map(({ id }) => id)).toEqual(['a.spec.ts › opens', 'a.spec.ts › opens #2']);
});

test('where all were skipped, nothing is known', () => {
  const skipped = '<testsuite><testcase name="a"><skipped/></testcase></testsuite>';
  expect(describeTests(readJUnit(skipped), 'e2e').broken).toBe('Nothing was tested: 1 test skipped.');
});

test('reads what this command writes', () => {
  const hostile = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).map((text) => text.trim().replace(/[\ud800-\udfff]/g, '') || 'x');
  fc.assert(
    fc.property(fc.array(fc.tuple(hostile, hostile, hostile)), (texts) => {
      const cases = texts.map(([name, message, text]) => ({ className: 'c', name, failures: [{ type: 't', message, text }] }));
      const read = readJUnit(writeSuites('all', [{ name: 'suite', cases }], 12));
      expect(read.cases.map(({ state }) => state)).toEqual(texts.map(() => 'failed'));
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      const clean = (text: string) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
      expect(read.cases.map(({ name, message }) => [name, message])).toEqual(texts.map(([name, message]) => [clean(name), clean(message)]));
    }),
    { seed: 1 },
  );
});

const suite = (inner: string) => `<testsuite>${inner}</testsuite>`;
const bomb = `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>${suite('&lol2;')}`;

test.each<[string, string, string]>([
  ['entities of its own', bomb, 'It defines things of its own (<!…>), which results of tests need not and this does not read (line 1).'],
  ['files of others', `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${suite('&x;')}`, 'defines things of its own'],
  ['unknown entities', suite('<testcase name="a">&passwords;</testcase>'), '&passwords; is no entity'],
  ['no characters', suite('<testcase name="&#xD800;"/>'), 'is no entity'],
  ['half an entity', suite('<testcase name="a & b"/>'), 'is no entity'],
  ['elements in elements', '<testsuite>'.repeat(10_000), 'more than 40 deep'],
  ['too many elements', suite('<a/>'.repeat(200_001)), 'more than 200000 elements'],
  ['an end too early', '<testsuite>\n<testcase name="a">', '<testcase> is not closed (line 2).'],
  ['another end', suite('<testcase name="a"></skipped>'), '</skipped> closes nothing: <testcase> is open'],
  ['an end too much', `${suite('')}</testsuite>`, '</testsuite> closes nothing'],
  ['two roots', suite('') + suite(''), 'second root element'],
  ['text alone', 'all 12 passed', 'Text stands outside'],
  ['nothing', '', 'There is no element'],
  ['another format', '<html><body/></html>', 'It begins with <html>, not with <testsuites> or <testsuite>.'],
  ['a value without quotes', '<testsuite name=a/>', 'is not quoted'],
  ['a name without value', '<testsuite name/>', 'has no value'],
  ['the same name twice', '<testsuite a="1" a="2"/>', 'stands twice'],
  ['an attribute without end', `<testsuite name="${'a'.repeat(100_000)}`, 'does not end'],
])('%s: refused with a sentence', (_, xml, words) => {
  expect(() => readJUnit(xml)).toThrow(CommandError);
  expect(() => readJUnit(xml)).toThrow(words);
});

test('whatever else comes is read or refused with a sentence, and soon', () => {
  const pieces = fc.constantFrom(
    '<',
    '>',
    '</',
    '/>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?',
    '?>',
    '&',
    ';',
    '"',
    "'",
    '=',
    ' ',
    'testsuite',
    'testcase',
    'name',
    '&#',
    'x',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      try {
        readJUnit(parts.join(''));
      } catch (error) {
        expect(error).toBeInstanceOf(CommandError);
      }
    }),
    { seed: 1, numRuns: 2000 },
  );
  const startedMs = performance.now();
  for (const text of [
    '&'.repeat(2_000_000),
    ' '.repeat(2_000_000),
    `<a ${'b'.repeat(2_000_000)}`,
    `<testsuite>${'<testcase name="a">x</testcase>'.repeat(60_000)}</testsuite>`,
  ])
    try {
      readJUnit(text);
    } catch (error) {
      expect(error).toBeInstanceOf(CommandError);
    }
  expect(performance.now() - startedMs).toBeLessThan(10_000);
});
