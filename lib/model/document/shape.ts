import { isTree, type Json, type Tree } from './tree.ts';

/**
 * What stands where in an API document. Only what is named here is looked into, so that examples, enum values, defaults, extensions and a property
 * that happens to be called `$ref` are left alone.
 */
export type Kind =
  | 'openapi'
  | 'asyncapi'
  | 'components'
  | 'paths'
  | 'pathItem'
  | 'operation'
  | 'responses'
  | 'callback'
  | 'parameter'
  | 'header'
  | 'requestBody'
  | 'response'
  | 'mediaType'
  | 'encoding'
  | 'link'
  | 'example'
  | 'securityScheme'
  | 'schema'
  | 'payload'
  | 'server'
  | 'channel'
  | 'asyncOperation'
  | 'message'
  | 'operationTrait'
  | 'messageTrait'
  | 'reply'
  | 'replyAddress'
  | 'correlationId'
  | 'bindings'
  | 'serverVariable'
  | 'tag'
  | 'plain';

/** `map schema`: any field name, each holding a schema. */
export type Slot = Kind | `map ${Kind}`;

interface Shape {
  fields?: Record<string, Slot>;
  /** What every field that is no extension holds. */
  rest?: Kind;
}

const named = (names: string, slot: Slot): Record<string, Slot> => Object.fromEntries(names.split(' ').map((name) => [name, slot]));

const schemaFields: Record<string, Slot> = {
  ...named('properties patternProperties $defs definitions dependentSchemas dependencies', 'map schema'),
  ...named('allOf anyOf oneOf prefixItems items additionalItems unevaluatedItems contains', 'schema'),
  ...named('additionalProperties unevaluatedProperties propertyNames not if then else contentSchema', 'schema'),
};

const parameterFields: Record<string, Slot> = { schema: 'schema', items: 'schema', content: 'map mediaType', examples: 'map example' };

const shapes: Record<Kind, Shape> = {
  openapi: {
    fields: {
      paths: 'paths',
      webhooks: 'map pathItem',
      components: 'components',
      definitions: 'map schema',
      parameters: 'map parameter',
      responses: 'map response',
      securityDefinitions: 'map securityScheme',
      ...named('info servers tags externalDocs', 'plain'),
    },
  },
  asyncapi: {
    fields: {
      ...{ servers: 'map server', channels: 'map channel', operations: 'map asyncOperation', components: 'components', tags: 'tag' },
      info: 'plain',
    },
  },
  components: {
    fields: {
      schemas: 'map schema',
      responses: 'map response',
      parameters: 'map parameter',
      examples: 'map example',
      requestBodies: 'map requestBody',
      headers: 'map header',
      securitySchemes: 'map securityScheme',
      links: 'map link',
      callbacks: 'map callback',
      pathItems: 'map pathItem',
      mediaTypes: 'map mediaType',
      servers: 'map server',
      serverVariables: 'map serverVariable',
      channels: 'map channel',
      operations: 'map asyncOperation',
      messages: 'map message',
      replies: 'map reply',
      replyAddresses: 'map replyAddress',
      correlationIds: 'map correlationId',
      operationTraits: 'map operationTrait',
      messageTraits: 'map messageTrait',
      tags: 'map tag',
      ...named('serverBindings channelBindings operationBindings messageBindings', 'map bindings'),
    },
  },
  paths: { rest: 'pathItem' },
  pathItem: {
    fields: {
      ...named('get put post delete options head patch trace query', 'operation'),
      additionalOperations: 'map operation',
      parameters: 'parameter',
    },
  },
  operation: { fields: { parameters: 'parameter', requestBody: 'requestBody', responses: 'responses', callbacks: 'map callback' } },
  responses: { rest: 'response' },
  callback: { rest: 'pathItem' },
  parameter: { fields: parameterFields },
  header: { fields: parameterFields },
  requestBody: { fields: { content: 'map mediaType' } },
  response: { fields: { headers: 'map header', content: 'map mediaType', links: 'map link', schema: 'schema' } },
  mediaType: {
    fields: {
      schema: 'schema',
      itemSchema: 'schema',
      examples: 'map example',
      encoding: 'map encoding',
      ...named('prefixEncoding itemEncoding', 'encoding'),
    },
  },
  encoding: { fields: { headers: 'map header', encoding: 'map encoding', ...named('prefixEncoding itemEncoding', 'encoding') } },
  link: {},
  example: {},
  securityScheme: {},
  schema: { fields: schemaFields },
  payload: { fields: { ...schemaFields, schema: 'schema' } },
  server: { fields: { variables: 'map serverVariable', bindings: 'bindings', tags: 'tag' } },
  channel: {
    fields: {
      ...named('publish subscribe', 'asyncOperation'),
      messages: 'map message',
      parameters: 'map parameter',
      servers: 'server',
      bindings: 'bindings',
      tags: 'tag',
    },
  },
  asyncOperation: {
    fields: {
      ...named('message messages', 'message'),
      channel: 'channel',
      reply: 'reply',
      traits: 'operationTrait',
      bindings: 'bindings',
      tags: 'tag',
    },
  },
  message: {
    fields: {
      oneOf: 'message',
      headers: 'payload',
      payload: 'payload',
      correlationId: 'correlationId',
      traits: 'messageTrait',
      bindings: 'bindings',
      tags: 'tag',
    },
  },
  operationTrait: { fields: { bindings: 'bindings', tags: 'tag' } },
  messageTrait: { fields: { headers: 'payload', correlationId: 'correlationId', bindings: 'bindings', tags: 'tag' } },
  reply: { fields: { address: 'replyAddress', channel: 'channel', messages: 'message' } },
  replyAddress: {},
  correlationId: {},
  bindings: {},
  serverVariable: {},
  tag: {},
  plain: {},
};

const sections: Partial<Record<Kind, string>> = {
  schema: 'schemas',
  payload: 'schemas',
  response: 'responses',
  parameter: 'parameters',
  example: 'examples',
  requestBody: 'requestBodies',
  header: 'headers',
  securityScheme: 'securitySchemes',
  link: 'links',
  callback: 'callbacks',
  pathItem: 'pathItems',
  mediaType: 'mediaTypes',
  server: 'servers',
  serverVariable: 'serverVariables',
  channel: 'channels',
  asyncOperation: 'operations',
  message: 'messages',
  operationTrait: 'operationTraits',
  messageTrait: 'messageTraits',
  reply: 'replies',
  replyAddress: 'replyAddresses',
  correlationId: 'correlationIds',
  bindings: 'messageBindings',
  tag: 'tags',
};

const sections2: Partial<Record<Kind, string>> = { schema: 'definitions', response: 'responses', parameter: 'parameters' };

/** Steps to the place where things of a kind are kept under a name. Null where the format has none. */
export function shelfOf(document: Tree, kind: Kind): string[] | null {
  const section = document.swagger === undefined ? sections[kind] : sections2[kind];
  if (section === undefined) return null;
  return document.swagger === undefined ? ['components', section] : [section];
}

export function rootKind(document: Json): Kind {
  return isTree(document) && document.asyncapi !== undefined ? 'asyncapi' : 'openapi';
}

/** What a field of a thing holds; undefined for content that is not looked into. */
export function slotOf(slot: Slot, name: string): Slot | undefined {
  if (slot.startsWith('map ')) return slot.slice(4) as Kind;
  const { fields, rest } = shapes[slot as Kind];
  if (rest !== undefined) return name.startsWith('x-') ? undefined : rest;
  return fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
}

export interface Child {
  step: string | number;
  value: Json;
  slot: Slot;
}

/** The parts of a value that may hold or be references. The parts of a list are what the list is. */
export function* childrenOf(slot: Slot, value: Json): Generator<Child> {
  if (Array.isArray(value)) {
    for (const [step, part] of value.entries()) if (typeof part === 'object' && part !== null) yield { step, value: part, slot };
    return;
  }
  if (!isTree(value)) return;
  for (const step of Object.keys(value)) {
    const part = value[step];
    if (typeof part !== 'object' || part === null) continue;
    const inner = slotOf(slot, step);
    if (inner !== undefined) yield { step, value: part, slot: inner };
  }
}

/** The text of a reference, when this value is one: the entries of a map are names, so a map is none. */
export function refOf(slot: Slot, value: Json): string | null {
  if (slot.startsWith('map ') || !isTree(value) || !Object.hasOwn(value, '$ref')) return null;
  return typeof value.$ref === 'string' ? value.$ref : null;
}
