import { describe, expect, test } from 'vitest';
import { describeChannel } from './slice-channel.ts';
import { field, type Tree } from './tree.ts';

const two: Tree = {
  asyncapi: '2.6.0',
  info: { title: 'Orders', version: '1' },
  defaultContentType: 'application/json',
  servers: {
    main: { url: 'broker:9092', protocol: 'kafka', description: 'The broker.' },
    other: { url: 'mqtt.example.com', protocol: 'mqtt' },
  },
  channels: {
    'orders/{id}': {
      description: 'Orders that were placed.',
      servers: ['main'],
      parameters: { id: { description: 'Which one.', schema: { type: 'string' } } },
      bindings: { kafka: { topic: 'orders' } },
      subscribe: {
        operationId: 'tellOrder',
        tags: [{ name: 'orders' }],
        traits: [{ $ref: '#/components/operationTraits/t' }],
        message: { $ref: '#/components/messages/Order' },
      },
    },
  },
  components: {
    operationTraits: { t: { summary: 'From a trait', operationId: 'never' } },
    messageTraits: { headers: { headers: { properties: { trace: { type: 'string' } } } } },
    messages: {
      Order: {
        title: 'An order',
        traits: [{ $ref: '#/components/messageTraits/headers' }],
        payload: { $ref: '#/components/schemas/Order' },
        examples: [{ name: 'small', payload: { total: 1 } }],
        correlationId: { location: '$message.header#/trace' },
      },
    },
    schemas: {
      Order: { type: 'object', properties: { lines: { type: 'array', items: { $ref: '#/components/schemas/Line' } } } },
      Line: { type: 'object', properties: { order: { $ref: '#/components/schemas/Order' } } },
    },
  },
};

const three: Tree = {
  asyncapi: '3.0.0',
  info: { title: 'Orders', version: '1' },
  servers: { main: { host: 'broker:9092', protocol: 'kafka' }, spare: { host: 'spare:9092', protocol: 'kafka' } },
  channels: {
    ask: {
      address: 'orders.ask',
      servers: [{ $ref: '#/servers/main' }],
      parameters: { region: { enum: ['eu', 'us'], default: 'eu' } },
      messages: {
        Ask: { payload: { schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: { type: 'record', name: 'Ask', fields: [] } } },
        Never: { payload: {} },
      },
    },
    answer: { address: 'orders.answer', messages: { Answer: { name: 'TheAnswer', payload: { type: 'object' } } } },
  },
  operations: {
    ask: {
      action: 'send',
      title: 'Ask',
      channel: { $ref: '#/channels/ask' },
      messages: [{ $ref: '#/channels/ask/messages/Ask' }],
      security: [{ $ref: '#/components/securitySchemes/sasl' }],
      reply: { channel: { $ref: '#/channels/answer' } },
    },
  },
  components: { securitySchemes: { sasl: { type: 'scramSha256' } } },
};

describe('a channel of AsyncAPI 2', () => {
  const channel = describeChannel(two, 'SEND orders/{id}', { depth: 3 });

  test('says where it is and what passes there, traits included', () => {
    expect(channel).toMatchObject({
      address: 'orders/{id}',
      operationId: 'tellOrder',
      summary: 'From a trait',
      description: 'Orders that were placed.',
      servers: [{ name: 'main', url: 'kafka://broker:9092', protocol: 'kafka', description: 'The broker.' }],
      parameters: [{ name: 'id', description: 'Which one.', schema: { type: 'string' } }],
      tags: ['orders'],
      bindings: { kafka: { topic: 'orders' } },
      reply: null,
    });
    expect(channel?.messages).toMatchObject([
      {
        name: 'Order',
        title: 'An order',
        contentType: 'application/json',
        headers: { properties: { trace: { type: 'string' } } },
        correlationId: '$message.header#/trace',
        examples: [{ name: 'small', payload: { total: 1 } }],
      },
    ]);
  });

  test('unfolds its schemas to the depth and says what was cut', () => {
    expect(channel?.cut).toEqual(['#/components/schemas/Line']);
    expect(channel?.messages[0]?.payload).toMatchObject({
      title: 'Order',
      properties: {
        lines: {
          items: {
            title: 'Line',
            properties: { order: { title: 'Order', properties: { lines: { items: { 'x-signalbox-cut': '#/components/schemas/Line' } } } } },
          },
        },
      },
    });
    expect(describeChannel(two, 'SEND orders/{id}', { depth: 0 })?.cut).toEqual(['#/components/schemas/Order']);
  });

  test('that nobody lists is nothing', () => {
    expect(describeChannel(two, 'RECEIVE orders/{id}', { depth: 3 })).toBeNull();
  });
});

test('a channel of AsyncAPI 3 has the messages of its operation, its servers, its reply and foreign schemas as they are', () => {
  const channel = describeChannel(three, 'SEND orders.ask', { depth: 3 });
  expect(channel).toMatchObject({
    title: 'Ask',
    servers: [{ name: 'main', url: 'kafka://broker:9092' }],
    parameters: [{ name: 'region', schema: { type: 'string', enum: ['eu', 'us'], default: 'eu' } }],
    security: ['sasl'],
    reply: { address: 'orders.answer', messages: [{ name: 'TheAnswer', payload: { type: 'object' } }] },
  });
  expect(channel?.messages).toMatchObject([
    { name: 'Ask', schemaFormat: 'application/vnd.apache.avro;version=1.9.0', payload: { name: 'Ask', fields: [] } },
  ]);
});

test('sixty schemas that refer to one another do not blow up', () => {
  const names = Array.from({ length: 60 }, (_, at) => `S${at}`);
  const schema = { properties: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/schemas/${name}` }])) };
  const document: Tree = {
    asyncapi: '2.0.0',
    channels: { c: { publish: { message: { payload: { $ref: '#/components/schemas/S0' } } } } },
    components: { schemas: Object.fromEntries(names.map((name) => [name, schema])) },
  };
  const channel = describeChannel(document, 'RECEIVE c', { depth: 6 });
  expect(JSON.stringify(channel).length).toBeLessThan(1_000_000);
  expect(field(channel?.messages[0]?.payload, 'title')).toBe('S0');
  expect(channel?.cut.length).toBeGreaterThan(0);
});
