import { describe, expect, it } from 'vitest';
import type { Json } from '../../document/normalise/json.ts';
import { compareDocuments } from '../compare.ts';
import { oasdiffBreakingIds } from '../oasdiff-ids.ts';
import { breakingCases } from './breaking-cases.ts';
import { lifeCases } from './life-cases.ts';
import { edit, orders } from './orders.ts';
import { policyCases } from './policy-cases.ts';
import { incomparable, rules } from './rules.ts';
import { safeCases } from './safe-cases.ts';

const nowMs = Date.parse('2026-01-01T00:00:00Z');

describe('what breaks somebody is found', () => {
  it.each(breakingCases)('$name', ({ from = {}, to, id, operation }) => {
    const findings = compareDocuments(edit(orders, from), edit(orders, to), { nowMs });
    const breaking = findings.filter(({ severity }) => severity === 'breaking');
    expect(breaking.map((finding) => finding.id)).toContain(id);
    if (operation !== undefined) expect(breaking.filter((finding) => finding.id === id).map((finding) => finding.operation)).toContain(operation);
  });

  it('counts at least 42 cases', () => expect(breakingCases.length).toBeGreaterThanOrEqual(42));
});

describe('what harms nobody raises no alarm', () => {
  it.each(safeCases)('$name', ({ from = {}, to }) => {
    const findings = compareDocuments(edit(orders, from), edit(orders, to), { nowMs });
    expect(findings.filter(({ severity }) => severity === 'breaking')).toEqual([]);
  });

  it('counts at least 13 cases', () => expect(safeCases.length).toBeGreaterThanOrEqual(13));
});

describe('what the direction alone does not decide', () => {
  it.each([...lifeCases, ...policyCases])('$name', ({ from = {}, to, id, severity, alias }) => {
    const found = compareDocuments(edit(orders, from), edit(orders, to), { nowMs }).filter(
      (finding) => finding.id === id && finding.severity === severity,
    );
    expect(found).not.toEqual([]);
    if (alias !== undefined) expect(found.flatMap(({ aliases = [] }) => aliases)).toContain(alias);
  });
});

describe('people who come from oasdiff', { timeout: 60_000 }, () => {
  const json = (schema: Json): Json => ({ 'application/json': { schema } });
  const api = (operation: Json): Json => ({ openapi: '3.1.0', paths: { '/a': { post: operation } } });
  const places: ((schema: Json) => Json)[] = [
    (schema) => api({ requestBody: { content: json(schema) }, responses: {} }),
    (schema) => api({ responses: { '200': { content: json(schema) } } }),
    (schema) => api({ parameters: [{ name: 'q', in: 'query', schema }], responses: {} }),
    (schema) => api({ parameters: [{ name: 'q', in: 'header', schema }], responses: {} }),
    (schema) => api({ responses: { '200': { headers: { X: { schema } } } } }),
  ];
  const deeper = (schema: Json): Json => ({ type: 'object', properties: { p: schema } });

  it('meet each of its errors and warnings again under its name', () => {
    const met = new Set<string>();
    const meet = (one: Json, other: Json) => {
      for (const [from, to] of [
        [one, other],
        [other, one],
      ] as const)
        for (const { aliases = [] } of compareDocuments(from, to, { nowMs })) for (const alias of aliases) met.add(alias);
    };
    for (const place of places)
      for (const put of [(schema: Json) => schema, deeper, (schema: Json) => deeper(deeper(schema))]) {
        for (const { wide, narrow } of rules) meet(place(put(wide)), place(put(narrow)));
        for (const { one, other } of incomparable) meet(place(put(one)), place(put(other)));
      }
    for (const { from = {}, to } of [...breakingCases, ...safeCases, ...lifeCases, ...policyCases]) meet(edit(orders, from), edit(orders, to));
    expect(oasdiffBreakingIds.filter((id) => !met.has(id))).toEqual([]);
  });
});
