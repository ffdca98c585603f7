import { convertAsyncApi } from './normalise/asyncapi.ts';
import { isObject, type Json, textAt } from './normalise/json.ts';
import { convertOpenApi } from './normalise/openapi.ts';
import { convertSwagger } from './normalise/swagger.ts';
import { mark, type Trail } from './normalise/trail.ts';

export interface Normalised {
  document: Json;
  /** Where an object of the normalised document stands in the original, as a JSON pointer. */
  originOf(node: object): string | undefined;
}

/** OpenAPI 2.0, 3.0, 3.1 and 3.2 in the shape of 3.1 with JSON Schema 2020-12; AsyncAPI keeps its shape. Takes whatever it is given. */
export function normaliseDocument(document: Json): Json {
  return traceNormalised(document).document;
}

/** The same, with the way back to the original. */
export function traceNormalised(document: Json): Normalised {
  const trail: Trail = { dialect: '3.1', origins: new Map(), depth: 0 };
  const normalised = convert(document, trail);
  return { document: normalised, originOf: (node) => trail.origins.get(node) };
}

function convert(document: Json, trail: Trail): Json {
  if (!isObject(document)) return mark(trail, {}, '');
  if (document.asyncapi !== undefined) {
    trail.dialect = 'asyncapi';
    return convertAsyncApi(document, trail);
  }
  if (document.swagger !== undefined && document.openapi === undefined) {
    trail.dialect = 'swagger';
    return convertSwagger(document, trail);
  }
  trail.dialect = /^3\.0/.test(textAt(document, 'openapi') ?? '') ? '3.0' : '3.1';
  return convertOpenApi(document, trail);
}
