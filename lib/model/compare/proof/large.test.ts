import { describe, expect, it } from 'vitest';
import type { Json } from '../../document/normalise/json.ts';
import { compareDocuments } from '../compare.ts';
import { inRequest } from './arbitrary.ts';
import { bigApi, changedApi } from './big-api.ts';

const nowMs = Date.parse('2026-01-01T00:00:00Z');

/** CPU time of this thread, so that other work on the machine does not count. */
function measure<T>(run: () => T): { result: T; ms: number } {
  const before = process.threadCpuUsage();
  const result = run();
  const { user, system } = process.threadCpuUsage(before);
  return { result, ms: (user + system) / 1000 };
}

describe('large documents', () => {
  it('two of 4 MB whose schemas all hold each other are compared within 5 s', () => {
    const [from, to] = [bigApi(), changedApi()];
    expect(JSON.stringify(from).length).toBeGreaterThan(4_000_000);
    const { result, ms } = measure(() => compareDocuments(from, to, { nowMs }));
    expect(ms).toBeLessThan(5000);
    const operations = new Set(result.filter(({ id }) => id === 'property.became-required').map(({ operation }) => operation));
    expect(operations.size).toBe(2100);
  }, 60_000);

  it('many alternatives, all of them changed', () => {
    const union = (type: string): Json =>
      inRequest({
        oneOf: Array.from({ length: 150 }, (_, index) => ({
          type: 'object',
          required: [`k${index}`],
          properties: { [`k${index}`]: { type }, shared: { type: 'string' } },
        })),
      });
    expect(measure(() => compareDocuments(union('string'), union('integer'), { nowMs })).ms).toBeLessThan(5000);
  }, 60_000);

  it('alternatives that hold themselves, several levels wide', () => {
    const count = 60;
    const ref = (index: number): Json => ({ $ref: `#/components/schemas/N${index % count}` });
    const node = (type: string, index: number): Json => ({
      anyOf: [{ type }, ...[1, 7, 13].map((step) => ref(index + step)), { type: 'array', items: ref(index * 3) }],
    });
    const tree = (type: string): Json => {
      const schemas = Object.fromEntries(Array.from({ length: count }, (_, index) => [`N${index}`, node(type, index)]));
      return { ...(inRequest(ref(0)) as object), components: { schemas } };
    };
    expect(measure(() => compareDocuments(tree('string'), tree('integer'), { nowMs })).ms).toBeLessThan(5000);
  }, 60_000);

  it('allOf that doubles at each level', () => {
    const doubled = (type: string): Json => {
      const schemas = Object.fromEntries(
        Array.from({ length: 40 }, (_, index) => [
          `A${index}`,
          {
            allOf: [{ $ref: `#/components/schemas/A${index + 1}` }, { $ref: `#/components/schemas/A${index + 1}` }],
            properties: { [`p${index}`]: { type } },
          },
        ]),
      );
      return { ...(inRequest({ $ref: '#/components/schemas/A0' }) as object), components: { schemas: { ...schemas, A40: { type: 'object' } } } };
    };
    const { result, ms } = measure(() => compareDocuments(doubled('string'), doubled('integer'), { nowMs }));
    expect(ms).toBeLessThan(2000);
    expect(result.filter(({ severity }) => severity === 'breaking')).toHaveLength(40);
  });

  it('references in a chain of 10,000 are followed to their end', () => {
    const chain = (type: string): Json => {
      const links = Array.from({ length: 10_000 }, (_, index) => [`C${index}`, { $ref: `#/components/schemas/C${index + 1}` }]);
      const schemas = { ...Object.fromEntries(links), C10000: { type } };
      return { ...(inRequest({ $ref: '#/components/schemas/C0' }) as object), components: { schemas } };
    };
    const { result, ms } = measure(() => compareDocuments(chain('number'), chain('integer'), { nowMs }));
    expect(ms).toBeLessThan(5000);
    expect(result.map(({ id }) => id)).toEqual(['body.type.narrowed']);
  }, 60_000);

  it('enumerated objects and addresses of any length', () => {
    const of = (sign: number): Json => ({
      ...(inRequest({ enum: Array.from({ length: 4000 }, (_, index) => ({ at: sign * (index + 1) })) }) as object),
      servers: [{ url: `${'/'.repeat(200_000)}${sign}` }],
    });
    expect(measure(() => compareDocuments(of(1), of(-1), { nowMs })).ms).toBeLessThan(5000);
  }, 60_000);
});
