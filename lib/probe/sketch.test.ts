import { describe, expect, test } from 'vitest';
import { describeSketch, sketchDocument } from './sketch.ts';

const yaml = `# a comment
openapi: 3.0.3
info:
  title: User Service API
  version: 1.2.0
  description: |
    Users and
    their roles.
paths:
  /users:
    parameters: []
    get: { responses: {} }
    post:
      responses: {}
  /users/{id}:
    get:
      responses: {}
    delete:
      responses: {}
`;

describe('an API document at a glance', () => {
  test('in YAML', () => {
    const sketch = sketchDocument(yaml, 'application/yaml');
    expect(sketch).toMatchObject({ title: 'User Service API', version: '1.2.0', description: 'Users and their roles.', operations: 4 });
    expect(sketch && describeSketch(sketch)).toBe('OpenAPI 3.0.3, User Service API 1.2.0, 4 operations');
  });
  test('in long YAML is read by its head and its paths alone, with the same result', () => {
    const long = `${yaml}components:\n${'  schema: { type: object }\n'.repeat(10_000)}broken: [ { "\n`;
    expect(long.length).toBeGreaterThan(200_000);
    expect(sketchDocument(long, null)).toEqual(sketchDocument(yaml, null));
  });
  test('in JSON: Swagger 2 and AsyncAPI', () => {
    expect(sketchDocument('{"swagger":"2.0","info":{"title":"T"},"paths":{"/a":{"get":{}}}}', null)).toMatchObject({
      format: 'Swagger',
      specVersion: '2.0',
      operations: 1,
      version: null,
    });
    expect(sketchDocument('{"asyncapi":"3.0.0","info":{"title":"E","version":"1"},"channels":{"a":{},"b":{}}}', null)).toMatchObject({
      format: 'AsyncAPI',
      operations: 2,
    });
  });
  test.each([
    '',
    '{}',
    '[]',
    'null',
    '{"openapi":',
    'hello: world',
    '{"openapi":"later"}',
    '<html>openapi: 3.0.0</html>',
    'openapi: 3.0.0\n  bad: [',
    '{"openapi":{"a":1}}',
  ])('%j is none', (text) => expect(sketchDocument(text, null)).toBeNull());
  test('aliases that multiply do not', () => {
    const bomb = `openapi: 3.0.0\na: &a [x,x,x,x,x,x,x,x,x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((key, at) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(',')}]`).join('\n')}\n`;
    expect(sketchDocument(bomb, null)).toBeNull();
  });
});
