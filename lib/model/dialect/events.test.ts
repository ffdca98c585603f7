import { expect, test } from 'vitest';
import { parseExposition } from '#lib/probe/exposition.ts';
import { diffEvents, type EventTotals, readEvents } from './events.ts';
import { wantedStem } from './read.ts';

const read = (text: string) => readEvents(parseExposition(Buffer.from(text), null));

const scrape = (handled: number, failed: number, published = 7) => `
# TYPE service_events_published_total counter
service_events_published_total{topic="user.created",type="user.created",version="1.0"} ${published}
# TYPE service_events_handled_total counter
service_events_handled_total{topic="order.placed",type="order.placed",version="1.1",outcome="handled"} ${handled}
service_events_handled_total{topic="order.placed",type="order.placed",version="1.1",outcome="retried"} ${failed}
service_events_handled_total{topic="order.placed",type="order.placed",version="1.1",outcome="dead"} 1
# TYPE service_event_dead_letters gauge
service_event_dead_letters{topic="order.placed"} 3
`;

test('published and handled events are told apart by topic, type and version, failures from the rest', () => {
  const totals = read(scrape(10, 4));
  expect([...(totals?.flows.values() ?? [])]).toEqual([
    { topic: 'user.created', role: 'publishes', type: 'user.created', version: '1.0', events: 7, failures: null },
    { topic: 'order.placed', role: 'subscribes', type: 'order.placed', version: '1.1', events: 10, failures: 5 },
  ]);
  expect(Object.fromEntries(totals?.deadLetters ?? [])).toEqual({ 'order.placed': 3 });
});

test('rates are differences per second, and a counter that fell began anew', () => {
  const [before, after] = [read(scrape(10, 4)), read(scrape(40, 19, 2))] as [EventTotals, EventTotals];
  expect(diffEvents(before, after, 30)).toEqual([
    { topic: 'user.created', role: 'publishes', type: 'user.created', version: '1.0', eventRate: 2 / 30, failureRate: null },
    { topic: 'order.placed', role: 'subscribes', type: 'order.placed', version: '1.1', eventRate: 1, failureRate: 0.5 },
  ]);
});

test.each([
  ['OpenTelemetry', 'messaging_client_sent_messages_total{messaging_destination_name="orders",messaging_system="kafka"} 5', 'publishes'],
  ['OpenTelemetry', 'messaging_client_consumed_messages_total{messaging_destination_name="orders"} 5', 'subscribes'],
  ['the Kafka client', 'kafka_consumer_fetch_manager_records_consumed_total{client_id="a",topic="orders"} 5', 'subscribes'],
  ['the Kafka client', 'kafka_producer_topic_record_send_total{client_id="a",topic="orders"} 5', 'publishes'],
])('%s names topics in its own way', (_, line, role) => {
  expect([...(read(`${line}\n`)?.flows.values() ?? [])]).toEqual([{ topic: 'orders', role, type: '', version: '', events: 5, failures: null }]);
});

test('an exposition without events says nothing, and what cannot be a count is left out', () => {
  expect(read('http_requests_total{topic="x"} 1\n')).toBeNull();
  expect(read('service_events_published_total{type="a"} 1\nservice_events_published_total{topic="a"} NaN\n')).toBeNull();
  expect(read('service_events_published_created{topic="a"} 1.7e9\n')).toBeNull();
});

test('a topic label that holds ids is cut at five hundred', () => {
  const lines = Array.from({ length: 2000 }, (_, id) => `service_events_published_total{topic="t-${id}"} 1`);
  expect(read(`${lines.join('\n')}\n`)?.flows.size).toBe(500);
});

test('the parser is told to keep what is read here', () => {
  expect(['service_events_published', 'service_events_handled', 'service_event_dead_letters'].every(wantedStem)).toBe(true);
});
