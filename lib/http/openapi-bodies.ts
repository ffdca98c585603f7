import type { OpenAPI } from '@orpc/contract';
import type { Operation } from './operation.ts';

const fileSchemas: Record<string, OpenAPI.SchemaObject> = {
  'application/json': { type: 'object', additionalProperties: true },
  'application/yaml': { type: 'string' },
  'text/csv': { type: 'string' },
  'application/zip': { type: 'string', format: 'binary' },
  'multipart/form-data': { type: 'object', description: 'Any number of files.', additionalProperties: { type: 'string', format: 'binary' } },
};

/** Files of catalogs are objects or, as those of Prometheus, lists. */
const catalogJson: OpenAPI.MediaTypeObject = { schema: { type: ['object', 'array'] } };
const takesCatalog = new Set(['catalog.preview', 'catalog.import']);

const contentOf = (types: readonly string[]) => Object.fromEntries(types.map((type) => [type, { schema: fileSchemas[type] ?? {} }]));

/** The document side of a comparison, as `POST /diff` takes it. */
const comparedSide = (which: string): OpenAPI.SchemaObject => ({
  description: `The ${which} document: an object, or JSON or YAML text.`,
  anyOf: [{ type: 'object', additionalProperties: true }, { type: 'string' }],
});
/** The smallest document that there is. */
const smallest = (version: string) => ({
  openapi: '3.1.0',
  info: { title: 'Orders', version },
  paths: { '/orders': { get: { responses: { 200: { description: 'All orders.' } } } } },
});
const documentJson: OpenAPI.MediaTypeObject = { schema: { type: 'object', additionalProperties: true }, example: smallest('1.0.0') };
const comparedExample = { from: smallest('1.0.0'), to: smallest('1.1.0') };

const comparedBody: OpenAPI.SchemaObject = {
  type: 'object',
  required: ['from', 'to'],
  properties: { from: comparedSide('older'), to: comparedSide('newer') },
};

/** Describes the bodies that travel as they are: uploads, and answers that are a text. */
export function describeBodies(operation: OpenAPI.OperationObject, { id, upload, answers }: Operation): void {
  const content = upload && { ...contentOf(upload.types), 'application/json': takesCatalog.has(id) ? catalogJson : documentJson };
  if (content) operation.requestBody = { required: true, content };
  if (id === 'document.compare')
    operation.requestBody = { required: true, content: { 'application/json': { schema: comparedBody, example: comparedExample } } };
  const answer = operation.responses?.['200'];
  if (answers && answer && !('$ref' in answer)) answer.content = contentOf(answers);
}
