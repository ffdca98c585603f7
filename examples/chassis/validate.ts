import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import type { Operation } from './document.ts';
import { ApiError } from './error.ts';

type Json = Record<string, unknown>;
type Place = 'path' | 'query' | 'header';

const options = { allErrors: true, keywords: ['example'] };
const bodies = formats.default(new Ajv(options));
const parameters = formats.default(new Ajv({ ...options, coerceTypes: true, useDefaults: true }));

/** The field that an error is about: `items.0.sku`, or the one that is missing or too many. */
function fieldOf(error: ErrorObject, whole: string): string {
  const { missingProperty, additionalProperty } = error.params as { missingProperty?: string; additionalProperty?: string };
  const path = error.instancePath.split('/').slice(1);
  const last = missingProperty ?? additionalProperty;
  return [...path, ...(last === undefined ? [] : [last])].join('.') || whole;
}

function reasonOf({ keyword, message = 'is not valid', params }: ErrorObject): string {
  if (keyword === 'required') return 'is required';
  if (keyword === 'additionalProperties') return 'is not known';
  if (keyword === 'enum') return `must be one of ${params.allowedValues.join(', ')}`;
  return message;
}

function check(validate: ValidateFunction, value: unknown, whole: string): void {
  if (validate(value)) return;
  const details = Object.fromEntries((validate.errors ?? []).map((error) => [fieldOf(error, whole), reasonOf(error)]));
  throw new ApiError(400, 'VALIDATION_FAILED', 'The request is not valid.', { details });
}

function schemaOf(operation: Operation, place: Place): Json {
  const own = operation.parameters.filter((parameter) => parameter.in === place);
  const nameOf = (name: string) => (place === 'header' ? name.toLowerCase() : name);
  return {
    type: 'object',
    properties: Object.fromEntries(own.map(({ name, schema }) => [nameOf(name), schema])),
    required: own.filter(({ required }) => required).map(({ name }) => nameOf(name)),
  };
}

/** Checks a request against its operation. Query values take their declared types and defaults, in place. Throws a 400 that names the fields. */
export function validatorOf(operation: Operation) {
  const places = (['path', 'query', 'header'] as const).map((place) => ({ place, validate: parameters.compile(schemaOf(operation, place)) }));
  const validateBody = operation.body && bodies.compile(operation.body);
  return (request: { params: unknown; query: unknown; headers: unknown; body: unknown }): void => {
    const values = { path: request.params, query: request.query, header: { ...(request.headers as Json) } };
    for (const { place, validate } of places) check(validate, values[place], place);
    if (validateBody) check(validateBody, request.body, 'body');
  };
}
