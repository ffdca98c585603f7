import { isObject, type Json, type JsonObject, listAt, member, objectAt, readPointer, setMember, textAt, textsAt } from '../json.ts';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];
const aboutParameter = ['name', 'in', 'description', 'required', 'allowEmptyValue', 'collectionFormat'];

/** Swagger 2.0 in the shape of OpenAPI 3. Schemas stay as they are, and where they are: references to `#/definitions` still hold. */
export function asOpenApi3(document: JsonObject): JsonObject {
  const paths: JsonObject = {};
  for (const [path, item] of Object.entries(objectAt(document, 'paths'))) setMember(paths, path, convertItem(document, item));
  return {
    ...document,
    servers: serversOf(document),
    paths,
    components: { securitySchemes: Object.fromEntries(Object.entries(objectAt(document, 'securityDefinitions')).map(convertScheme)) },
  };
}

function serversOf(document: JsonObject): Json {
  const base = `/${(textAt(document, 'basePath') ?? '').replace(/^\/|\/$/g, '')}`.replace(/^\/$/, '');
  const host = textAt(document, 'host');
  if (host === undefined) return [{ url: base || '/' }];
  const schemes = textsAt(document, 'schemes');
  return (schemes.length > 0 ? schemes : ['https']).map((scheme) => ({ url: `${scheme}://${host}${base}` }));
}

function convertScheme([name, value]: [string, Json]): [string, Json] {
  return [name, isObject(value) && value.type === 'basic' ? { type: 'http', scheme: 'basic' } : value];
}

function parametersOf(document: JsonObject, owner: Json | undefined): JsonObject[] {
  return listAt(owner, 'parameters').flatMap((value) => {
    const ref = textAt(value, '$ref');
    const found = ref === undefined ? value : readPointer(document, ref);
    return isObject(found) ? [found] : [];
  });
}

const isBodyPart = ({ in: place }: JsonObject) => place === 'body' || place === 'formData';

function convertItem(document: JsonObject, item: Json): Json {
  const shared = parametersOf(document, item);
  const converted: JsonObject = { parameters: shared.filter((one) => !isBodyPart(one)).map(convertParameter) };
  for (const method of methods) {
    const operation = member(item, method);
    if (isObject(operation)) converted[method] = convertOperation(document, operation, shared.filter(isBodyPart));
  }
  return converted;
}

function typesOf(document: JsonObject, operation: JsonObject, key: 'consumes' | 'produces'): string[] {
  const types = textsAt(Array.isArray(operation[key]) ? operation : document, key);
  return types.length > 0 ? types : ['application/json'];
}

function convertOperation(document: JsonObject, operation: JsonObject, shared: JsonObject[]): Json {
  const own = parametersOf(document, operation);
  const parts = [...shared, ...own.filter(isBodyPart)];
  const body = bodyOf(parts, typesOf(document, operation, 'consumes'));
  const produces = typesOf(document, operation, 'produces');
  const responses = Object.entries(objectAt(operation, 'responses')).map(([status, value]) => [status, convertResponse(document, value, produces)]);
  return {
    ...operation,
    parameters: own.filter((one) => !isBodyPart(one)).map(convertParameter),
    ...(body && { requestBody: body }),
    responses: Object.fromEntries(responses),
  };
}

const styles: Record<string, [style: string, explode: boolean]> = {
  multi: ['form', true],
  ssv: ['spaceDelimited', false],
  pipes: ['pipeDelimited', false],
};

/** The parameter, and what in it is a schema. */
function split(parameter: JsonObject): { about: JsonObject; schema: JsonObject } {
  const entries = Object.entries(parameter);
  return {
    about: Object.fromEntries(entries.filter(([key]) => aboutParameter.includes(key))),
    schema: Object.fromEntries(entries.filter(([key]) => !aboutParameter.includes(key))),
  };
}

function convertParameter(parameter: JsonObject): JsonObject {
  const { about, schema } = split(parameter);
  const isForm = parameter.in === 'query' || parameter.in === 'formData';
  const [style, explode] = styles[textAt(parameter, 'collectionFormat') ?? ''] ?? [isForm ? 'form' : 'simple', false];
  const example = parameter['x-example'];
  return { ...about, schema, style, explode, ...(example !== undefined && { example }) };
}

function bodyOf(parts: JsonObject[], types: string[]): JsonObject | undefined {
  const body = parts.find((part) => part.in === 'body');
  if (body) return { required: body.required === true, content: contentOf(types, objectAt(body, 'schema')) };
  if (parts.length === 0) return undefined;
  const properties: JsonObject = {};
  for (const part of parts) setMember(properties, textAt(part, 'name') ?? '', split(part).schema);
  const required = parts.filter((part) => part.required === true).map((part) => textAt(part, 'name') ?? '');
  const forms = types.filter((type) => type.includes('form'));
  const fallback = parts.some((part) => part.type === 'file') ? 'multipart/form-data' : 'application/x-www-form-urlencoded';
  return { required: required.length > 0, content: contentOf(forms.length > 0 ? forms : [fallback], { type: 'object', properties, required }) };
}

const contentOf = (types: string[], schema: JsonObject): JsonObject => Object.fromEntries(types.map((type) => [type, { schema }]));

function convertResponse(document: JsonObject, value: Json, produces: string[]): Json {
  const ref = textAt(value, '$ref');
  const found = ref === undefined ? value : readPointer(document, ref);
  if (!isObject(found)) return {};
  const { schema, headers, examples, ...rest } = found;
  const converted = Object.entries(isObject(headers) ? headers : {}).map(([name, header]) => [
    name,
    { schema: header, description: textAt(header, 'description') ?? '' },
  ]);
  return {
    ...rest,
    headers: Object.fromEntries(converted),
    ...(isObject(schema) && schema.type !== 'file' && { content: contentOf(produces, schema) }),
  };
}
