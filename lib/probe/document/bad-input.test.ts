import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { Json } from '#lib/model/document/tree.ts';
import { bytesOf, readText, refusalOf, told } from './read.test.kit.ts';

const yaml = 'openapi: 3.0.3\ninfo:\n  title: Orders\n  version: 1.0.0\npaths: {}\n';
const json = '{\n  "openapi": "3.0.3",\n  "info": { "title": "Orders", "version": "1.0.0" },\n  "paths": {}\n}\n';
const nested = (open: string, close: string, depth: number) => `${open.repeat(depth)}${close.repeat(depth)}`;
const bomb = [
  'a: &a [x, x, x, x, x, x, x, x, x, x]',
  ...[...'bcdefghijk'].map((name, at) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghijk'[at]}`).join(', ')}]`),
].join('\n');

describe('what cannot be used is refused with a sentence that says what it is', () => {
  test.each<[string, Json | Uint8Array, RegExp]>([
    ['nothing', '', /^The document is empty\.$/],
    ['blanks', ' \n\n\t', /^The document is empty\.$/],
    [
      'a sign-in page',
      '\n<!DOCTYPE html>\n<html><head><title>Sign in · Example</title></head><body></body></html>',
      /^Line 1: This is a web page \(title "Sign in · Example"\), not an API document/,
    ],
    ['a fragment of a page', '<head><meta charset="utf-8"></head>', /^Line 1: This is a web page, not an API document/],
    ['a WSDL', '<?xml version="1.0"?>\n<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"/>', /This is a WSDL description/],
    ['XML', '<?xml version="1.0"?><a/>', /This is XML/],
    ['GraphQL', '# Orders\ntype Query {\n  orders: [Order!]!\n}\n', /This is a GraphQL schema/],
    ['RAML', '#%RAML 1.0\ntitle: Orders\n', /This is a RAML document/],
    ['Protocol Buffers', 'syntax = "proto3";\nmessage A {}', /This is a Protocol Buffers file/],
    [
      'a Postman collection',
      { info: { name: 'a', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' }, item: [] },
      /This is a Postman collection/,
    ],
    ['a Backstage descriptor', 'apiVersion: backstage.io/v1alpha1\nkind: Component\n', /This is a Backstage descriptor of kind Component/],
    ['a manifest', 'apiVersion: apps/v1\nkind: Deployment\n', /This is a manifest of kind Deployment/],
    ['a JSON schema', { $schema: 'https://json-schema.org/draft/2020-12/schema' }, /This is a JSON schema/],
    ['a HAR', { log: { entries: [] } }, /recording of HTTP calls/],
    ['an error of a server', { error: 'not found' }, /an error message of a server/],
    ['a package.json', { name: 'a', version: '1', scripts: {} }, /This is a package\.json/],
    ['something else', { a: 1, b: 2 }, /^This has no field openapi, swagger or asyncapi, so it is not an API document; its fields are a, b\.$/],
    ['a list', '[1, 2]', /^This is a list, not an API document\.$/],
    ['plain text', 'hello there', /^This is plain text, not an API document\.$/],
    ['null', 'null', /^This is the value null/],
    ['a version that is none', { openapi: {}, paths: {} }, /^The field openapi should be a version/],
    ['a version from long ago', { swagger: '1.2', apis: [] }, /^OpenAPI 1\.2 is not supported\.$/],
    ['a version to come', { openapi: '4.0.0', paths: {} }, /^OpenAPI 4\.0\.0 is not supported\.$/],
    ['a PDF', '%PDF-1.7\n', /This is a PDF file/],
  ])('%s', (_, content, sentence) => {
    const { code, message, findings } = refusalOf({ document: content });
    expect(message).toMatch(sentence);
    expect(code).toBe('unprocessable');
    expect(findings).toMatchObject([{ source: 'document', severity: 'error' }]);
    expect(findings[0]?.help?.length).toBeGreaterThan(10);
  });
});

describe('a broken text is refused with the line where it breaks', () => {
  test.each<[string, string, RegExp]>([
    ['JSON that ends early', json.slice(0, 60), /^Line 3: The JSON cannot be read: the text ends inside a string\.$/],
    [
      'JSON that ends between values',
      json.slice(0, json.indexOf('"info"')),
      /^Line 3: The JSON cannot be read: the text ends before the JSON is complete\.$/,
    ],
    [
      'JSON with a stray bracket',
      json.replace('"1.0.0" }', '"1.0.0" ]'),
      /^Line 3: The JSON cannot be read: a comma or } should be here, but "]" stands here\.$/,
    ],
    ['JSON that goes on', `${json}{}`, /^Line 6: The JSON cannot be read: the JSON is complete, but "\{" stands here\.$/],
    ['YAML with a tab', yaml.replace('  title', '\ttitle'), /^Line 3: The YAML cannot be read: .*[Tt]ab/],
    ['YAML with an open quote', yaml.replace('Orders', '"Orders'), /^Line \d+: The YAML cannot be read: Missing closing/],
    ['YAML with an unknown alias', yaml.replace('Orders', '*nobody'), /^Line 3: The alias \*nobody names no anchor/],
    ['YAML whose alias holds itself', `${yaml}x: &x [*x]\n`, /^Line 6: The alias \*x names no anchor/],
    [
      'JSON with a name without quotes that YAML cannot read either',
      '{ "openapi": "3.0.3", a: b: c }',
      /^Line 1: The JSON cannot be read: a name in double quotes should be here/,
    ],
  ])('%s', (_, content, sentence) => {
    expect(refusalOf({ document: content }).message).toMatch(sentence);
  });

  test('YAML that was cut in the middle of a large document still says where', () => {
    expect(refusalOf({ document: `${yaml}components: {schemas: {A: {type: obj` }).message).toMatch(/^Line 6: The YAML cannot be read/);
  });
});

describe('hostile nesting and sizes are refused quickly', () => {
  test.each<[string, string]>([
    ['100,000 open lists of JSON', nested('[', '', 100_000)],
    ['100,000 lists of JSON in a document', `{"openapi":"3.0.3","paths":{},"x":${nested('[', ']', 100_000)}}`],
    ['100,000 objects of JSON', `{"openapi":"3.0.3","paths":{},"x":${nested('{"a":', '}', 100_000).replace(':}', ':1}')}}`],
    ['100,000 lists of YAML', `openapi: 3.0.3\nx: ${nested('[', ']', 100_000)}`],
    ['100,000 dashes of YAML', `openapi: 3.0.3\nx:\n  ${'- '.repeat(100_000)}x`],
    ['100,000 complex keys of YAML', `openapi: 3.0.3\n${'? '.repeat(100_000)}x`],
    ['700 levels by indentation', `openapi: 3.0.3\n${Array.from({ length: 700 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')}`],
    ['nesting by aliases', `openapi: 3.0.3\na0: &a0 [x]\n${Array.from({ length: 600 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}]`).join('\n')}`],
  ])('%s', (_, content) => {
    const start = performance.now();
    expect(refusalOf({ document: content }).message).toContain('stand more than 500 deep in one another');
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('an alias bomb, whatever it would unfold to', () => {
    expect(refusalOf({ document: `openapi: 3.0.3\n${bomb}` }).message).toBe('Its aliases unfold to more than 48 MB.');
  });

  test('50 MB are refused before anything is read', () => {
    const start = performance.now();
    const { code, message } = refusalOf({ 'openapi.json': new Uint8Array(50_000_000) });
    expect([code, message]).toEqual(['payload_too_large', 'The document is 50 MB long; at most 16 MB are read.']);
    expect(performance.now() - start).toBeLessThan(100);
  });

  test('a zip that would unfold to more', () => {
    const zip = zipSync({ 'openapi.json': new Uint8Array(30_000_000), 'b.json': strToU8('{}') });
    expect(zip.length).toBeLessThan(100_000);
    expect(refusalOf({ 'api.zip': zip })).toMatchObject({
      code: 'payload_too_large',
      message: 'What the zip api.zip unfolds to is 30 MB long; at most 16 MB are read.',
    });
  });

  test('a zip with too many files, a damaged one and one with nothing to read', () => {
    const many = zipSync(Object.fromEntries(Array.from({ length: 2100 }, (_, at) => [`f${at}.txt`, new Uint8Array()])));
    expect(refusalOf({ 'a.zip': many }).message).toBe('The zip holds more than 2000 files.');
    expect(refusalOf({ 'a.zip': zipSync({ 'openapi.yaml': strToU8(yaml) }).subarray(0, 60) }).message).toBe(
      'The zip a.zip is damaged or incomplete.',
    );
    expect(refusalOf({ 'a.zip': zipSync({ 'logo.png': new Uint8Array(4) }) }).message).toBe(
      'The upload holds no file that could be an API document.',
    );
  });
});

describe('what can be used is used, and the trouble is a finding', () => {
  test('a comma too many in JSON', () => {
    const read = readText(json.replace('"1.0.0" }', '"1.0.0", }'));
    expect(told(read)).toEqual(['3: This is no valid JSON: a comma stands before }, behind the last entry of an object. It was read as YAML.']);
    expect(read.index.title).toBe('Orders');
  });

  test('names that stand twice, in JSON and in YAML', () => {
    expect(told(readText(json.replace('"paths"', '"openapi": "3.0.3",\n  "paths"')))).toEqual([
      '4: The name "openapi" stands twice in the same object; the last one counts.',
    ]);
    expect(told(readText(`${yaml}paths: {}\n`))).toEqual(['6: The name "paths" stands twice in the same object; the last one counts.']);
  });

  test('a version without quotes keeps its text', () => {
    const read = readText(yaml.replace('1.0.0', '1.10'));
    expect(told(read)).toEqual(['4: info.version is the number 1.10, where a text belongs.']);
    expect(read.index.version).toBe('1.10');
  });

  test('several documents in one text: the API document is found', () => {
    const read = readText(`---\nkind: other\n---\n${yaml}`);
    expect(read.index.title).toBe('Orders');
    expect(told(read)).toEqual(['1: The text holds 2 YAML documents; one of them was read.']);
  });

  test('aliases and merge keys are unfolded, hundreds of them too', () => {
    const read = readText(
      `${yaml}x-base: &base {type: object, title: Base}\ncomponents:\n  schemas:\n${Array.from({ length: 300 }, (_, at) => `    S${at}: {<<: *base, title: S${at}}`).join('\n')}\n`,
    );
    expect(read.index.schemas).toHaveLength(300);
    expect(JSON.parse(read.canonicalJson).components.schemas.S7).toEqual({ type: 'object', title: 'S7' });
  });

  test('NUL, a byte order mark and foreign encodings', () => {
    expect(readText(`\ufeff${json}`).findings).toEqual([]);
    for (const encoded of [Buffer.from(`\ufeff${yaml}`, 'utf16le'), Buffer.from(yaml, 'utf16le'), Buffer.from(`\ufeff${yaml}`, 'utf16le').swap16()])
      expect(readText(new Uint8Array(encoded)).index.title).toBe('Orders');
    const western = readText(new Uint8Array(Buffer.from(yaml.replace('Orders', 'Größe'), 'latin1')));
    expect([western.index.title, told(western)]).toEqual(['Größe', ['1: The text is not UTF-8; it was read as Windows-1252.']]);
    expect(readText(json.replace('Orders', 'Or\u0000ders')).index.title).toBe('Orders');
  });

  test('names that objects inherit stay plain fields', () => {
    const read = readText(
      `${yaml}components:\n  schemas:\n    __proto__: {type: string}\n    constructor: {$ref: '#/components/schemas/__proto__'}\n    toString: {$ref: '#/components/schemas/hasOwnProperty'}\n`,
    );
    expect(read.index.schemas.map(({ name }) => name)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(told(read)).toEqual(['10: The reference #/components/schemas/hasOwnProperty in components.schemas.toString leads nowhere.']);
  });

  test('patterns that explode are kept and never run', () => {
    const start = performance.now();
    const read = readText({
      ...JSON.parse(json),
      components: { schemas: { A: { type: 'string', pattern: '^(a+)+$', example: `${'a'.repeat(60)}!`, default: `${'a'.repeat(60)}!` } } },
    });
    expect(read.findings).toEqual([]);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('bytes that were sent are the text, to the letter', () => {
    const bytes = bytesOf(`# a comment\n${yaml}`);
    expect(Buffer.from(readText(bytes).text).equals(bytes)).toBe(true);
  });
});
