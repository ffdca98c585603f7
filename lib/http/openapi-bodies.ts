import type { OpenAPI } from '@orpc/contract';
import type { Operation } from './operation.ts';

const fileSchemas: Record<string, OpenAPI.SchemaObject> = {
  'application/json': { type: 'object', additionalProperties: true },
  'application/yaml': { type: 'string' },
  'text/csv': { type: 'string' },
  'application/zip': { type: 'string', format: 'binary' },
  'multipart/form-data': { type: 'object', description: 'Any number of files.', additionalProperties: { type: 'string', format: 'binary' } },
};

const contentOf = (types: readonly string[]) => Object.fromEntries(types.map((type) => [type, { schema: fileSchemas[type] ?? {} }]));

/** The document side of a comparison, as `POST /diff` takes it. */
const comparedSide = (which: string): OpenAPI.SchemaObject => ({
  description: `The ${which} document: an object, or JSON or YAML text.`,
  anyOf: [{ type: 'object', additionalProperties: true }, { type: 'string' }],
});
const comparedBody: OpenAPI.SchemaObject = {
  type: 'object',
  required: ['from', 'to'],
  properties: { from: comparedSide('older'), to: comparedSide('newer') },
};

/** Describes the bodies that travel as they are: uploads, and answers that are a text. */
export function describeBodies(operation: OpenAPI.OperationObject, { id, upload, answers }: Operation): void {
  if (upload) operation.requestBody = { required: true, content: contentOf(upload.types) };
  if (id === 'document.compare') operation.requestBody = { required: true, content: { 'application/json': { schema: comparedBody } } };
  const answer = operation.responses?.['200'];
  if (answers && answer && !('$ref' in answer)) answer.content = contentOf(answers);
}
