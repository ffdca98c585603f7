import { expect, test } from 'vitest';
import { judgeTexts } from './breakers.test.kit.ts';

/** Each row: an exposition by a counter that grows from 10 to 30 within ten seconds. */
type Print = (count: number) => string;
const closed: Record<string, string> = {
  r4j: 'resilience4j_circuitbreaker_state{name="pay",state="closed"} 1\n',
  ft: 'ft_circuitbreaker_state_current{method="pay",state="closed"} 1\n',
  armeria: 'armeria_client_circuit_breaker_state{name="pay"} 1\n',
  tower: 'circuitbreaker_state{circuitbreaker="pay",state="Closed"} 1\n',
  micrometer: 'hystrix_circuit_breaker_open{group="g",key="pay"} 0\n',
  hystrix: 'hystrix_command_is_circuit_breaker_open{command_group="g",command_name="pay"} 0\n',
};
const lastOf = (print: Print, before = '') => judgeTexts(before + print(10), before + print(30)).at(-1);

test.each<[string, Print]>([
  ['r4j', (n) => `resilience4j_circuitbreaker_not_permitted_calls_total{name="pay",kind="not_permitted"} ${n}`],
  ['r4j', (n) => `resilience4j_circuitbreaker_calls_total{name="pay",kind="not_permitted"} ${n}`],
  ['r4j', (n) => `resilience4j_circuitbreaker_calls_count{name="pay",kind="not_permitted",} ${n}`],
  ['ft', (n) => `ft_circuitbreaker_calls_total{method="pay",circuitBreakerResult="circuitBreakerOpen"} ${n}`],
  ['armeria', (n) => `armeria_client_circuit_breaker_rejected_requests_total{name="pay"} ${n}`],
  ['tower', (n) => `circuitbreaker_calls_total{circuitbreaker="pay",outcome="rejected"} ${n}`],
  ['micrometer', (n) => `hystrix_execution_total{group="g",key="pay",event="short_circuited",terminal="false"} ${n}`],
  ['hystrix', (n) => `hystrix_command_event_total{command_group="g",command_name="pay",event="short_circuited",terminal="false"} ${n}`],
])('S6: %s counts refused calls, which prove an open (%#)', (library, print) => {
  expect(lastOf(print, closed[library])?.failure[0]).toMatchObject({ state: 'closed', missedOpen: true, rejectionRate: 2 });
});

test.each<[string, Print]>([
  ['r4j', (n) => `resilience4j_circuitbreaker_calls_seconds_count{name="pay",kind="failed"} ${n}`],
  ['ft', (n) => `ft_circuitbreaker_calls_total{method="pay",circuitBreakerResult="failure"} ${n}`],
  ['tower', (n) => `circuitbreaker_calls_total{circuitbreaker="pay",outcome="failure"} ${n}`],
  ['micrometer', (n) => `hystrix_execution_total{group="g",key="pay",event="timeout",terminal="false"} ${n}`],
  ['hystrix', (n) => `hystrix_command_event_total{command_group="g",command_name="pay",event="failure",terminal="false"} ${n}`],
])('%s counts failed calls', (library, print) => {
  expect(lastOf(print, closed[library])?.failure[0]).toMatchObject({ requestRate: 2, errorRatio: 1, missedOpen: false });
});

test.each<[string, Print]>([
  [
    'Armeria',
    (n) =>
      `armeria_client_circuit_breaker_transitions_total{name="pay",state="OPEN"} ${n}\narmeria_client_circuit_breaker_transitions_total{name="pay",state="CLOSED"} 9`,
  ],
  [
    '@iamelevich/opossum-prometheus',
    (n) => `shop_circuit_breaker_counter{name="pay",event="open"} ${n}\nshop_circuit_breaker_counter{name="pay",event="close"} 9`,
  ],
  ['Polly', (n) => `polly_resilience_polly_strategy_events{event_name="OnCircuitOpened",pipeline_name="pay"} ${n}`],
  [
    'Signalbox SDK',
    (n) =>
      `service_circuit_breaker_transitions_total{service="pay",to="open"} ${n}\nservice_circuit_breaker_transitions_total{service="pay",to="closed"} 9`,
  ],
  [
    'tower-resilience',
    (n) =>
      `circuitbreaker_transitions_total{circuitbreaker="pay",from="Closed",to="Open"} ${n}\ncircuitbreaker_transitions_total{circuitbreaker="pay",from="Open",to="HalfOpen"} 9`,
  ],
])('S4: %s counts transitions, the latest is the state', (dialect, print) => {
  expect(lastOf(print)?.failure).toMatchObject([{ name: 'pay', state: 'open', source: { rule: 'S4', dialect } }]);
});

test.each<[string, Print]>([
  ['hystrix_execution', (n) => `hystrix_execution_total{group="g",key="pay",event="thread_pool_rejected",terminal="false"} ${n}`],
  ['ft_bulkhead_calls', (n) => `ft_bulkhead_calls_total{method="pay",bulkheadResult="rejected"} ${n}`],
  ['bulkhead_calls_rejected', (n) => `bulkhead_calls_rejected_total{bulkhead="pay"} ${n}`],
  ['service_bulkhead_rejections', (n) => `service_bulkhead_rejections_total{service="pay"} ${n}`],
  ['envoy_cluster_upstream_cx_overflow', (n) => `envoy_cluster_upstream_cx_overflow{envoy_cluster_name="pay"} ${n}`],
])('S8: %s counts what a limit turned away, beside the breakers', (series, print) => {
  const judged = lastOf(print);
  expect(judged?.failure).toEqual([]);
  expect(judged?.capacity).toMatchObject([{ full: null, rejectionRate: 2, source: { rule: 'S8', series: expect.stringContaining(series) } }]);
});

test('what only refuses calls has no state, but was open', () => {
  const judged = lastOf((n) => `sentinel_go_handled_total{resource="pay",result="block",block_type="CircuitBreaking"} ${n}`);
  expect(judged?.failure).toMatchObject([{ state: 'unknown', missedOpen: true, source: { rule: 'S6', dialect: 'sentinel-golang' } }]);
});
