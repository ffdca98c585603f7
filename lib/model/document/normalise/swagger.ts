import { isObject, type Json, type JsonObject, listAt, member, objectAt, readPointer, setMember, textAt } from './json.ts';
import { methods } from './openapi.ts';
import { convertSchema, rewriteReference } from './schema.ts';
import { convertSecurityDefinitions } from './swagger-security.ts';
import { below, type Convert, listOf, mapOf, mark, type Trail } from './trail.ts';

/** Swagger 2.0 as OpenAPI 3.1. */
export function convertSwagger(document: JsonObject, trail: Trail): Json {
  const operationOf = (value: Json, pointer: string) => convertOperation(value, pointer, trail, document);
  const pathItemOf: Convert = (value, pointer) => convertPathItem(value, pointer, trail, document, operationOf);
  const copy: JsonObject = { ...document, openapi: '3.1.0', servers: serversOf(document) };
  for (const key of [
    'swagger',
    'host',
    'basePath',
    'schemes',
    'consumes',
    'produces',
    'definitions',
    'parameters',
    'responses',
    'securityDefinitions',
  ])
    delete copy[key];
  copy.paths = mapOf(pathItemOf)(document.paths ?? {}, '/paths', trail);
  if ('x-webhooks' in copy) {
    copy.webhooks = mapOf(pathItemOf)(document['x-webhooks'] ?? {}, '/x-webhooks', trail);
    delete copy['x-webhooks'];
  }
  copy.components = {
    schemas: mapOf(convertSchema)(document.definitions ?? {}, '/definitions', trail),
    responses: mapOf((value, pointer) => convertResponse(value, pointer, trail, typesOf(document, document, 'produces')))(
      document.responses ?? {},
      '/responses',
      trail,
    ),
    securitySchemes: convertSecurityDefinitions(document.securityDefinitions, trail),
  };
  return mark(trail, copy, '');
}

function serversOf(document: JsonObject): Json {
  const host = textAt(document, 'host');
  const base = (textAt(document, 'basePath') ?? '/').replace(/^(?!\/)/, '/');
  const schemes = listAt(document, 'schemes').filter((scheme) => typeof scheme === 'string');
  if (!host) return [{ url: base }];
  return (schemes.length > 0 ? schemes : ['']).map((scheme) => ({ url: `${scheme ? `${scheme}:` : ''}//${host}${base === '/' ? '' : base}` }));
}

function typesOf(operation: JsonObject, document: JsonObject, key: 'consumes' | 'produces'): string[] {
  const own = Array.isArray(operation[key]) ? listAt(operation, key) : listAt(document, key);
  const types = own.filter((type) => typeof type === 'string');
  return types.length > 0 ? types : ['application/json'];
}

function convertPathItem(
  value: Json,
  pointer: string,
  trail: Trail,
  document: JsonObject,
  operationOf: (value: Json, pointer: string) => Json,
): Json {
  if (!isObject(value)) return mark(trail, {}, pointer);
  const shared = parametersOf(value, pointer, document);
  const item: JsonObject = {};
  for (const key of Object.keys(value)) {
    const part = value[key] as Json;
    if (key === 'parameters') setMember(item, key, listOf((found) => found)(plain(shared, trail), below(pointer, key), trail));
    else if (methods.includes(key)) item[key] = operationOf(withBody(part, shared), below(pointer, key));
    else setMember(item, key, part);
  }
  return mark(trail, item, pointer);
}

/** A parameter with the place where it is written; references of Swagger 2.0 can name a body, which 3.x keeps elsewhere. */
interface Written {
  parameter: JsonObject;
  pointer: string;
}

const sharedBody = Symbol('parameters of the path that make a body');
type WithBody = JsonObject & { [sharedBody]?: Written[] };

function withBody(operation: Json, shared: Written[]): Json {
  if (!isObject(operation)) return operation;
  const copy: WithBody = { ...operation };
  copy[sharedBody] = shared.filter(({ parameter }) => isBodyPart(parameter));
  return copy;
}

function parametersOf(owner: JsonObject, pointer: string, document: JsonObject): Written[] {
  return listAt(owner, 'parameters').flatMap((entry, index) => {
    const ref = textAt(entry, '$ref');
    const found = ref === undefined ? entry : readPointer(document, ref);
    const place = ref?.startsWith('#') ? ref.slice(1) : below(below(pointer, 'parameters'), index);
    return isObject(found) ? [{ parameter: found, pointer: place }] : [];
  });
}

const isBodyPart = (parameter: JsonObject) => parameter.in === 'body' || parameter.in === 'formData';

function plain(written: Written[], trail: Trail): Json[] {
  return written.filter(({ parameter }) => !isBodyPart(parameter)).map((each) => convertParameter(each, trail));
}

const aboutParameter = ['name', 'in', 'description', 'required', 'allowEmptyValue', 'deprecated'];
const styles: { [format: string]: { [place: string]: [string, boolean] } } = {
  csv: { query: ['form', false], path: ['simple', false], header: ['simple', false] },
  ssv: { query: ['spaceDelimited', false] },
  pipes: { query: ['pipeDelimited', false] },
  multi: { query: ['form', true] },
};

function splitParameter(parameter: JsonObject): { about: JsonObject; schema: JsonObject } {
  const about: JsonObject = {};
  const schema: JsonObject = {};
  for (const key of Object.keys(parameter)) {
    const toAbout = aboutParameter.includes(key) || (key.startsWith('x-') && key !== 'x-nullable' && key !== 'x-extensible-enum');
    setMember(toAbout ? about : schema, key, parameter[key] as Json);
  }
  delete schema.collectionFormat;
  return { about, schema };
}

function convertParameter({ parameter, pointer }: Written, trail: Trail): Json {
  const { about, schema } = splitParameter(parameter);
  const copy: JsonObject = { ...about, schema: convertSchema(schema, pointer, trail) };
  const place = textAt(parameter, 'in') ?? '';
  const style = parameter.type === 'array' ? styles[textAt(parameter, 'collectionFormat') ?? 'csv']?.[place] : undefined;
  if (style) Object.assign(copy, { style: style[0], explode: style[1] });
  return mark(trail, copy, pointer);
}

function convertBody(written: Written[], types: string[], explicit: boolean, trail: Trail): Json | undefined {
  const body = written.find(({ parameter }) => parameter.in === 'body');
  if (body) {
    const schema = convertSchema(member(body.parameter, 'schema') ?? {}, below(body.pointer, 'schema'), trail);
    const content = Object.fromEntries(types.map((type) => [type, mark(trail, { schema }, body.pointer)]));
    return mark(trail, { required: body.parameter.required === true, content }, body.pointer);
  }
  const fields = written.filter(({ parameter }) => parameter.in === 'formData' && typeof parameter.name === 'string');
  const first = fields[0];
  if (!first) return undefined;
  const properties: JsonObject = {};
  for (const { parameter, pointer } of fields) {
    const { about, schema } = splitParameter(parameter);
    const described = about.description === undefined ? schema : { ...schema, description: about.description };
    setMember(properties, parameter.name as string, convertSchema(described, pointer, trail));
  }
  const required = fields.filter(({ parameter }) => parameter.required === true).map(({ parameter }) => parameter.name as string);
  const schema = mark(trail, { type: 'object', properties, ...(required.length > 0 ? { required } : {}) }, first.pointer);
  const hasFile = fields.some(({ parameter }) => parameter.type === 'file');
  const forms = types.filter((type) => type.includes('form'));
  const fallback = hasFile ? 'multipart/form-data' : 'application/x-www-form-urlencoded';
  const chosen = explicit && forms.length > 0 ? forms : [fallback];
  return mark(
    trail,
    { required: required.length > 0, content: Object.fromEntries(chosen.map((type) => [type, mark(trail, { schema }, first.pointer)])) },
    first.pointer,
  );
}

function convertOperation(value: Json, pointer: string, trail: Trail, document: JsonObject): Json {
  if (!isObject(value)) return mark(trail, {}, pointer);
  const copy: JsonObject = { ...value };
  const written = parametersOf(value, pointer, document);
  const inBody = [...written.filter(({ parameter }) => isBodyPart(parameter)), ...((value as WithBody)[sharedBody] ?? [])];
  const explicit = Array.isArray(value.consumes) || Array.isArray(document.consumes);
  const body = convertBody(inBody, typesOf(value, document, 'consumes'), explicit, trail);
  if (Array.isArray(value.parameters)) copy.parameters = mark(trail, plain(written, trail), below(pointer, 'parameters'));
  if (body) copy.requestBody = body;
  const produces = typesOf(value, document, 'produces');
  copy.responses = mapOf((item, at) => convertResponse(item, at, trail, produces))(value.responses ?? {}, below(pointer, 'responses'), trail);
  for (const key of ['consumes', 'produces', 'schemes']) delete copy[key];
  return mark(trail, copy, pointer);
}

function convertResponse(value: Json, pointer: string, trail: Trail, produces: string[]): Json {
  if (!isObject(value)) return mark(trail, {}, pointer);
  if (typeof value.$ref === 'string') return mark(trail, { $ref: rewriteReference(value.$ref, trail) }, pointer);
  const copy: JsonObject = { ...value };
  const schema = objectAt(value, 'schema');
  if (schema) {
    const converted = convertSchema(schema, below(pointer, 'schema'), trail);
    copy.content = mark(trail, Object.fromEntries(produces.map((type) => [type, mark(trail, { schema: converted }, pointer)])), pointer);
  }
  delete copy.schema;
  delete copy.examples;
  if (isObject(value.headers)) copy.headers = mapOf((item, at) => convertHeader(item, at, trail))(value.headers, below(pointer, 'headers'), trail);
  return mark(trail, copy, pointer);
}

function convertHeader(value: Json, pointer: string, trail: Trail): Json {
  if (!isObject(value)) return mark(trail, {}, pointer);
  const { about, schema } = splitParameter(value);
  return mark(trail, { ...about, schema: convertSchema(schema, pointer, trail) }, pointer);
}
