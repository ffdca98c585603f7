import { expect, test } from 'vitest';
import { runWithContext } from './context.ts';
import { createEvent, fromCloudEvent, toCloudEvent } from './event.ts';

test('an event is made of its type and data; id, time, correlation id and version are filled in', () => {
  const event = createEvent('user.created', { id: 1 });
  expect(event).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    type: 'user.created',
    timestamp: expect.any(Date),
    correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    data: { id: 1 },
    version: '1.0',
  });
  expect(createEvent('a', 1).id).not.toBe(createEvent('a', 1).id);
});

test('takes up correlation id and trace of the request being served', () => {
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  const event = runWithContext({ correlationId: 'c', traceparent }, () => createEvent('a', 1));
  expect(event).toMatchObject({ correlationId: 'c', traceparent });
});

test('has a CloudEvents 1.0 form, which brings it back', () => {
  const event = createEvent('user.created', { id: 1 }, { id: 'e-1', timestamp: new Date('2026-01-02T03:04:05.678Z'), correlationId: 'c-1' });
  const form = toCloudEvent(event, 'users');
  expect(form).toEqual({
    specversion: '1.0',
    id: 'e-1',
    source: 'users',
    type: 'user.created',
    time: '2026-01-02T03:04:05.678Z',
    datacontenttype: 'application/json',
    data: { id: 1 },
    correlationid: 'c-1',
    eventversion: '1.0',
  });
  for (const name of Object.keys(form)) expect(name).toMatch(/^[a-z0-9]{1,20}$/);
  expect(fromCloudEvent(JSON.parse(JSON.stringify(form)))).toEqual(event);
});

test('an event of somebody else needs no more than CloudEvents asks for', () => {
  expect(fromCloudEvent({ specversion: '1.0', id: 'x', type: 't', source: 's' })).toMatchObject({ id: 'x', type: 't', correlationId: 'x' });
});

test.each([
  [null, /no object/],
  [{ specversion: '0.3' }, /specversion/],
  [{ specversion: '1.0', type: 't', source: 's' }, /id is missing/],
  [{ specversion: '1.0', id: 'x', type: 't', source: 's', time: 'soon' }, /time is no date/],
])('%j is refused in words', (value, message) => {
  expect(() => fromCloudEvent(value)).toThrow(message);
});
