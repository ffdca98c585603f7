import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../document/normalise/json.ts';
import { normaliseDocument } from '../../document/normalise.ts';
import { compareDocuments } from '../compare.ts';
import { addWitnesses } from '../witness.ts';
import { extract, inRequest, inResponse, schemas, split, turnRound, values } from './arbitrary.ts';
import { breakingCases } from './breaking-cases.ts';
import { edit, orders } from './orders.ts';

const nowMs = Date.parse('2026-01-01T00:00:00Z');
const compare = (from: Json, to: Json) => compareDocuments(from, to, { nowMs });
const breaking = (from: Json, to: Json) => compare(from, to).filter(({ severity }) => severity === 'breaking');
const places = [inRequest, inResponse];
const ajv = new Ajv2020({ strict: false, logger: false, validateSchema: false, addUsedSchema: false });
const accepts = (schema: Json, value: Json) => ajv.compile(schema as object)(value);

describe('writing the same in another way breaks nothing', { timeout: 60_000 }, () => {
  const holds = (rewrite: (document: Json) => Json) =>
    fc.assert(
      fc.property(schemas, fc.constantFrom(...places), (schema, place) => {
        const document = place(schema);
        expect(breaking(document, rewrite(document))).toEqual([]);
        expect(breaking(rewrite(document), document)).toEqual([]);
      }),
      { numRuns: 150 },
    );

  it('the same text', () => holds((document) => structuredClone(document)));
  it('another order', () => holds((document) => turnRound(document)));
  it('components', () => holds(extract));
  it('components in another order', () => holds((document) => turnRound(extract(document))));
  it('parts of allOf', () => holds((document) => split(document)));
  it('the normal form', () => holds(normaliseDocument));
  it('the whole of a real API', () => {
    for (const rewrite of [turnRound, normaliseDocument]) expect(compare(orders, rewrite(orders))).toEqual([]);
  });
  it('3.0 as 3.1', () =>
    fc.assert(
      fc.property(schemas, fc.constantFrom(...places), fc.boolean(), (schema, place, nullable) => {
        const wrapped: Json = {
          type: 'object',
          properties: { p: { ...(schema as object), nullable }, q: { type: 'number', minimum: 1, exclusiveMinimum: true } },
        };
        const old = place(wrapped, '3.0.3');
        expect(compare(old, normaliseDocument(old))).toEqual([]);
      }),
    ));
});

describe('what is found is true', { timeout: 60_000 }, () => {
  it('a change in the request is the change back in the response', () =>
    fc.assert(
      fc.property(schemas, schemas, (one, other) => {
        fc.pre(!JSON.stringify([one, other]).includes('anyOf'));
        const request = compare(inRequest(one), inRequest(other));
        const response = compare(inResponse(other), inResponse(one));
        fc.pre([...request, ...response].every(({ id, severity }) => severity !== 'warning' && !/^property\..*(added|removed)$|wrapped/.test(id)));
        const breaks = (findings: typeof request) => findings.some(({ severity }) => severity === 'breaking');
        expect(breaks(request)).toBe(breaks(response));
      }),
      { numRuns: 300, maxSkipsPerRun: 400 },
    ));

  it('where nothing is found, what was accepted still is', () =>
    fc.assert(
      fc.property(schemas, schemas, fc.array(values, { minLength: 15, maxLength: 15 }), (one, other, samples) => {
        const found = compare(inRequest(one), inRequest(other));
        const isQuiet = found.every(({ severity, id }) => severity === 'info' && !/property\.optional\.added|wrapped|branch/.test(id));
        fc.pre(isQuiet);
        for (const value of samples) if (accepts(one, value)) expect([value, accepts(other, value)]).toEqual([value, true]);
      }),
      { numRuns: 60, maxSkipsPerRun: 400 },
    ));

  it('a witness is accepted by the one schema and refused by the other', () =>
    fc.assert(
      fc.property(schemas, schemas, fc.boolean(), (one, other, isRequest) => {
        const place = isRequest ? inRequest : inResponse;
        const [from, to] = [place(one), place(other)];
        for (const { witness, certainty } of addWitnesses(compare(from, to), from, to, { deadlineMs: 1000 })) {
          expect(certainty === 'proven').toBe(witness !== undefined);
          if (!witness || witness.body === undefined) continue;
          const [valid, refusing] = witness.validIn === 'from' ? [one, other] : [other, one];
          expect([accepts(valid, witness.body as Json), accepts(refusing, witness.body as Json)]).toEqual([true, false]);
        }
      }),
      { numRuns: 40 },
    ));

  it('a witness is found for findings that were stored in between too', () => {
    const now = edit(orders, { 'NewOrder required': ['lines', 'channel'] });
    const stored = JSON.parse(JSON.stringify(compare(orders, now)));
    expect(addWitnesses(stored, orders, now, { deadlineMs: 5000 })).toEqual(addWitnesses(compare(orders, now), orders, now, { deadlineMs: 5000 }));
  });

  it('nearly every breaking case is proven', () => {
    const all = breakingCases.flatMap(({ from = {}, to }) => {
      const [old, now] = [edit(orders, from), edit(orders, to)];
      return addWitnesses(compare(old, now), old, now, { deadlineMs: 5000 }).filter(({ severity }) => severity === 'breaking');
    });
    const proven = all.filter(({ certainty }) => certainty === 'proven');
    expect(proven.length / all.length).toBeGreaterThan(0.9);
    expect(all.every(({ certainty }) => certainty !== undefined)).toBe(true);
  });
});

describe('nothing makes it fail', { timeout: 60_000 }, () => {
  const anything = fc.jsonValue({ maxDepth: 5 }).map((value) => value as Json);
  it('any JSON', () => fc.assert(fc.property(anything, anything, (from, to) => void compare(from, to))));
  it('any JSON inside a document', () =>
    fc.assert(
      fc.property(
        anything,
        anything,
        fc.constantFrom('swagger', 'openapi', 'asyncapi'),
        fc.constantFrom('2.0', '3.0.3', '3.1.0', '3.2.0'),
        (paths, components, kind, version) => {
          const document: Json = {
            [kind]: version,
            paths,
            components,
            channels: paths,
            operations: components,
            definitions: components,
            security: paths,
            servers: components,
          };
          compare(document, orders);
          compare(orders, document);
        },
      ),
    ));
  it('any JSON in any place of a real API', () => {
    const places: string[] = [];
    const visit = (value: Json, path: string[]): void => {
      if (path.length > 0) places.push(path.join('|'));
      if (typeof value === 'object' && value !== null) for (const [key, item] of Object.entries(value)) visit(item, [...path, key]);
    };
    visit(orders, []);
    fc.assert(
      fc.property(fc.constantFrom(...places), anything, (place, value) => {
        const odd = edit(orders, { [place]: value });
        const findings = compare(orders, odd);
        addWitnesses(findings, orders, odd, { deadlineMs: 300 });
        compare(odd, orders);
      }),
      { numRuns: 50 },
    );
  });
  it('a property that is called $ref, identifiers, and references in a circle', () => {
    const odd = (type: string): Json =>
      inRequest({
        type: 'object',
        $id: 'https://example.com/a',
        properties: { $ref: { type }, $id: { type }, loop: { $ref: '#/components/schemas/Loop' }, none: { $ref: '#/nowhere' } },
      });
    const add = (document: Json): Json => ({
      ...(document as object),
      components: { schemas: { Loop: { $ref: '#/components/schemas/Pool' }, Pool: { allOf: [{ $ref: '#/components/schemas/Loop' }] } } },
    });
    expect(breaking(add(odd('string')), add(odd('integer'))).map(({ id }) => id)).toEqual(['property.type.changed', 'property.type.changed']);
  });
  it('very deep nesting', () => {
    let deep: Json = { type: 'string' };
    for (let level = 0; level < 3000; level++) deep = { type: 'array', items: deep };
    expect(breaking(inRequest(deep), inRequest({ type: 'array', items: {} }))).toEqual([]);
  });
});
