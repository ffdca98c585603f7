import { asyncMajor, type FoundChannel, listChannels, messagesOf } from '#lib/model/document/list-channels.ts';
import { follow, joinPointer } from '#lib/model/document/pointer.ts';
import { childrenOf, type Slot } from '#lib/model/document/shape.ts';
import { entriesOf, field, isTree, type Json, listOf, type Tree, textOf, treeOf } from '#lib/model/document/tree.ts';
import { remarkError as error, type Remark } from './fault.ts';
import { beginPlace } from './words.ts';

type Type = 'object' | 'array' | 'string' | 'boolean' | 'map';

interface Rule {
  required?: string[];
  types?: Record<string, Type>;
  /** Nothing but these and extensions. */
  only?: string;
}

const rulesOf2: Partial<Record<Slot, Rule>> = {
  asyncapi: {
    required: ['asyncapi', 'info', 'channels'],
    types: { info: 'object', channels: 'map', servers: 'map', components: 'object', tags: 'array', id: 'string' },
    only: 'asyncapi id info servers defaultContentType channels components tags externalDocs',
  },
  server: { required: ['url', 'protocol'], types: { url: 'string', protocol: 'string', security: 'array', variables: 'map' } },
  channel: {
    types: { subscribe: 'object', publish: 'object', parameters: 'map', description: 'string', servers: 'array' },
    only: '$ref description servers subscribe publish parameters bindings',
  },
  asyncOperation: { types: { operationId: 'string', tags: 'array', traits: 'array', message: 'object' } },
  message: { types: { name: 'string', contentType: 'string', tags: 'array', traits: 'array', examples: 'array' } },
};

const rulesOf3: Partial<Record<Slot, Rule>> = {
  asyncapi: {
    required: ['asyncapi', 'info'],
    types: { info: 'object', channels: 'map', operations: 'map', servers: 'map', components: 'object', id: 'string' },
    only: 'asyncapi id info servers defaultContentType channels operations components',
  },
  server: { required: ['host', 'protocol'], types: { host: 'string', protocol: 'string', pathname: 'string', security: 'array', variables: 'map' } },
  channel: {
    types: { messages: 'map', parameters: 'map', servers: 'array', title: 'string', tags: 'array' },
    only: 'address messages title summary description servers parameters tags externalDocs bindings',
  },
  asyncOperation: {
    required: ['action', 'channel'],
    types: { channel: 'object', messages: 'array', reply: 'object', traits: 'array', tags: 'array', action: 'string' },
    only: 'action channel title summary description security tags externalDocs bindings traits messages reply',
  },
  message: { types: { name: 'string', contentType: 'string', tags: 'array', traits: 'array', examples: 'array' } },
};

const words: Record<Type, string> = { object: 'an object', array: 'a list', string: 'a text', boolean: 'true or false', map: 'an object' };

function isOf(type: Type, value: Json): boolean {
  if (type === 'array') return Array.isArray(value);
  return type === 'object' || type === 'map' ? isTree(value) : typeof value === type;
}

function* missingOf({ required = [] }: Rule, value: Tree, pointer: string): Generator<Remark> {
  for (const name of required)
    if (value[name] === undefined) yield error('document.field.missing', pointer, `${beginPlace(pointer)} has no ${name}.`, `Add ${name}.`);
}

function* mistypedOf({ types = {} }: Rule, value: Tree, pointer: string): Generator<Remark> {
  for (const [name, type] of Object.entries(types)) {
    const part = field(value, name);
    if (part === undefined || isOf(type, part)) continue;
    const at = joinPointer(pointer, name);
    yield error('document.value.type', at, `${beginPlace(at)} must be ${words[type]}.`, `Write ${words[type]} here.`);
  }
}

function* unknownOf({ only }: Rule, value: Tree, pointer: string): Generator<Remark> {
  const known = new Set(only?.split(' '));
  for (const name of only === undefined ? [] : Object.keys(value)) {
    if (known.has(name) || name.startsWith('x-')) continue;
    const shown = textOf(name, 80) ?? '""';
    const message = `${beginPlace(pointer)} has the field ${shown}, which the specification does not know here.`;
    yield error('document.field.unknown', joinPointer(pointer, name), message, `Correct its name, remove it, or call it x-${shown}.`);
  }
}

function* applyRule(rule: Rule, value: Tree, pointer: string): Generator<Remark> {
  yield* missingOf(rule, value, pointer);
  yield* mistypedOf(rule, value, pointer);
  yield* unknownOf(rule, value, pointer);
}

/** Everything but schemas, which may be of any language. */
function* checkParts(document: Tree, rules: Partial<Record<Slot, Rule>>): Generator<Remark> {
  const stack: { slot: Slot; value: Json; pointer: string }[] = [{ slot: 'asyncapi', value: document, pointer: '' }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const rule = rules[next.slot];
    if (rule && isTree(next.value) && field(next.value, '$ref') === undefined) yield* applyRule(rule, next.value, next.pointer);
    for (const { slot, value, step } of childrenOf(next.slot, next.value))
      if (slot !== 'schema' && slot !== 'payload') stack.push({ slot, value, pointer: joinPointer(next.pointer, step) });
  }
}

function* checkInfo(document: Tree): Generator<Remark> {
  if (!isTree(document.info)) return;
  for (const name of ['title', 'version'])
    if (typeof document.info[name] !== 'string')
      yield error('document.field.missing', '/info', `Info has no ${name} that is a text.`, `Add ${name}.`);
}

function* checkParameters({ address, channel, channelPointer }: FoundChannel): Generator<Remark> {
  const names = new Set([...address.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name));
  const described = new Set(entriesOf(channel.parameters).map(([name]) => name));
  for (const name of [...names].filter((name) => !described.has(name)))
    yield error(
      'document.parameter.missing',
      channelPointer,
      `The address ${address} has {${name}}, but no parameter ${name} is described.`,
      `Describe ${name} under parameters.`,
    );
  for (const name of [...described].filter((name) => !names.has(name)))
    yield error(
      'document.parameter.not-in-path',
      joinPointer(channelPointer, 'parameters', name),
      `The parameter ${name} does not occur in the address ${address}.`,
      `Add {${name}} to the address, or remove the parameter.`,
    );
}

function* checkIds(document: Tree): Generator<Remark> {
  const ids = new Map<string, string>();
  for (const { key, operation, pointer } of listChannels(document)) {
    const id = textOf(operation.operationId);
    const other = id === null ? undefined : ids.get(id);
    const at = joinPointer(pointer, 'operationId');
    if (id === null) continue;
    if (other === undefined) ids.set(id, key);
    else
      yield error(
        'document.operation-id.duplicate',
        at,
        `${key} has the operationId ${id}, which ${other} has too.`,
        'Give each operation its own operationId.',
      );
  }
}

function* checkActions(document: Tree): Generator<Remark> {
  for (const [name, value] of entriesOf(document.operations)) {
    const { action } = follow(document, value);
    if (action === undefined || action === 'send' || action === 'receive') continue;
    yield error(
      'document.value.invalid',
      joinPointer('/operations', name, 'action'),
      `The action of ${name} must be send or receive.`,
      'Use one of these values.',
    );
  }
}

function* checkMessages(document: Tree): Generator<Remark> {
  const seen = new Set<Tree>();
  const warn = (id: string, pointer: string, message: string, help: string): Remark => ({ id, severity: 'warning', pointer, message, help });
  for (const channel of listChannels(document)) {
    const messages = messagesOf(document, channel);
    if (channel.method !== 'CHANNEL' && messages.length === 0)
      yield warn(
        'document.message.none',
        channel.pointer,
        `${channel.key} describes no message.`,
        'Describe what is sent, so that others can read it.',
      );
    for (const { name, message, pointer } of messages) {
      if (!seen.has(message) && message.payload === undefined)
        yield warn('document.message.payload', pointer, `The message ${name} has no payload.`, 'Describe the payload by a schema.');
      seen.add(message);
    }
  }
}

const schemes = new Set(
  'userPassword apiKey X509 symmetricEncryption asymmetricEncryption httpApiKey http oauth2 openIdConnect plain scramSha256 scramSha512 gssapi'.split(
    ' ',
  ),
);

function* checkSchemes(document: Tree): Generator<Remark> {
  for (const [name, value] of entriesOf(field(document.components, 'securitySchemes'))) {
    const type = textOf(follow(document, value).type);
    const pointer = joinPointer('/components/securitySchemes', name);
    if (type === null || !schemes.has(type))
      yield error('document.value.invalid', pointer, `The security scheme ${name} has no known type.`, `Use one of ${[...schemes].join(', ')}.`);
  }
}

/** AsyncAPI 2 names schemes by their keys; 3 refers to them. */
function* checkSecurity(document: Tree): Generator<Remark> {
  const declared = field(document.components, 'securitySchemes');
  for (const [server, value] of entriesOf(document.servers))
    for (const name of listOf(value.security).flatMap((requirement) => Object.keys(treeOf(requirement))))
      if (field(declared, name) === undefined)
        yield error(
          'document.security.undeclared',
          joinPointer('/servers', server, 'security'),
          `The server ${server} asks for the security scheme ${name}, which is not declared.`,
          `Declare ${name} under components.securitySchemes.`,
        );
}

/** Where an AsyncAPI document of version 2 or 3 differs from its specification. */
export function* checkAsync(document: Tree): Generator<Remark> {
  const three = asyncMajor(document) >= 3;
  yield* checkParts(document, three ? rulesOf3 : rulesOf2);
  yield* checkInfo(document);
  for (const channel of listChannels(document)) yield* checkParameters(channel);
  yield* checkIds(document);
  yield* checkSchemes(document);
  if (three) yield* checkActions(document);
  else yield* checkSecurity(document);
  yield* checkMessages(document);
}
