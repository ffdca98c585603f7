import { expect, test } from 'vitest';
import { judgeTexts, readText, statesOf } from './breakers.test.kit.ts';

const oneHot = (name: string, labels: string, on: string, states: string[], key = 'state') =>
  states.map((state) => `${name}{${labels}${key}="${state}"} ${state === on ? 1 : 0}`).join('\n');

test.each([
  ['S1', 'Resilience4j', 'pay', oneHot('resilience4j_circuitbreaker_state', 'name="pay",', 'half_open', ['closed', 'open', 'half_open', 'disabled'])],
  [
    'S1',
    '@mollitia/prometheus',
    'pay',
    oneHot('shop_breaker_state', 'circuit="pay",module="m",', 'half-opened', ['closed', 'half-opened', 'opened']),
  ],
  [
    'S1',
    'MicroProfile Fault Tolerance',
    'Pay.charge',
    oneHot('ft_circuitbreaker_state_current', 'method="Pay.charge",', 'halfOpen', ['open', 'halfOpen']),
  ],
  ['S1', 'tower-resilience', 'pay', oneHot('circuitbreaker_state', 'circuitbreaker="pay",', 'HalfOpen', ['HalfOpen'])],
  ['S1', 'one series for each state', 'pay', oneHot('shop_circuit_breaker_state', 'upstream="pay",', 'half-open', ['closed', 'half-open'])],
  ['S2', 'Dapr', 'app_pay/p', oneHot('dapr_resiliency_cb_state', 'target="app_pay",name="p",', 'half-open', ['closed', 'half-open'], 'status')],
  [
    'S2',
    'prometheus_client Enum',
    'pay',
    oneHot('circuit_breaker_state', 'name="pay",', 'half_open', ['open', 'half_open'], 'circuit_breaker_state'),
  ],
  ['S3', 'Signalbox SDK', 'pay', 'service_circuit_breaker_state{service="pay"} 1'],
  ['S3', 'Armeria', 'pay', 'armeria_client_circuit_breaker_state{name="pay"} 0.5'],
  [
    'S4',
    'sentinel-golang',
    'pay',
    'sentinel_go_circuit_breaker_state_changed_total{resource="pay",from_state="Closed",to_state="Open"} 1\nsentinel_go_circuit_breaker_state_changed_total{resource="pay",from_state="Open",to_state="HalfOpen"} 1',
  ],
  ['S7', 'a number, library not known', 'pay', '# HELP pay_breaker_state State (0=closed, 1=open, 2=half-open)\npay_breaker_state 2'],
])('%s: %s says half-open', (rule, dialect, name, text) => {
  expect(statesOf(text)).toEqual([`${name} half-open by ${rule} ${dialect}`]);
});

test.each([
  ['Hystrix (Micrometer)', 'Pay/Charge', 'hystrix_circuit_breaker_open{group="Pay",key="Charge"} 1'],
  ['prometheus-hystrix', 'Pay/Charge', 'shop_hystrix_command_is_circuit_breaker_open{command_group="Pay",command_name="Charge"} 1'],
  ['GoFr', 'pay', 'app_http_circuit_breaker_state{service="pay"} 1'],
  ['Armeria', 'pay', 'armeria_client_circuit_breaker_state{name="pay"} 0'],
  ['Signalbox SDK', 'pay', 'service_circuit_breaker_state{service="pay"} 2'],
])('S3: %s says open by its own codes', (dialect, name, text) => {
  expect(statesOf(text)).toEqual([`${name} open by S3 ${dialect}`]);
});

test.each([
  ['forced_open', 'forced-open'],
  ['disabled', 'disabled'],
  ['metrics_only', 'disabled'],
])('what an operator set is told apart: %s', (word, state) => {
  expect(statesOf(`resilience4j_circuitbreaker_state{name="pay",state="${word}"} 1`)).toEqual([`pay ${state} by S1 Resilience4j`]);
});

const polly = (opened: number, half: number, closed: number) =>
  [
    ['OnCircuitOpened', opened],
    ['OnCircuitHalfOpened', half],
    ['OnCircuitClosed', closed],
    ['OnRetry', 9],
  ]
    .filter(([, count]) => count !== 0)
    .map(([event, count]) => `resilience_polly_strategy_events_total{event_name="${event}",pipeline_name="pay"} ${count}`)
    .join('\n');

test('S4: the transition that was counted since the last scrape is the state', () => {
  const last = (...texts: string[]) => judgeTexts(...texts).at(-1)?.failure[0];
  expect(last(polly(3, 2, 1))).toMatchObject({ state: 'unknown', source: { detail: 'which transition was the last is not said' } });
  expect(last(polly(3, 2, 1), polly(4, 2, 1))).toMatchObject({ state: 'open', source: { rule: 'S4', detail: null } });
  expect(last(polly(3, 2, 1), polly(4, 2, 1), polly(4, 2, 1))).toMatchObject({ state: 'open' });
  expect(last(polly(3, 2, 1), polly(4, 2, 1), polly(4, 3, 1))).toMatchObject({ state: 'half-open' });
  expect(last(polly(1, 1, 1), polly(2, 2, 1))).toMatchObject({ state: 'half-open', source: { detail: 'flapping (2)' } });
  expect(last(polly(3, 2, 1), polly(4, 3, 2))).toMatchObject({ state: 'unknown', source: { detail: 'flapping (3)' } });
  const after = last(polly(3, 2, 1), polly(3, 2, 2), polly(4, 3, 3));
  expect(after).toMatchObject({ state: 'closed', missedOpen: true, source: { detail: 'flapping (3)' } });
  expect(readText(polly(0, 0, 0))).toBeNull();
});

test('a breaker whose states read 1 together is known by its transitions, else it is a conflict', () => {
  const sticky = ['Closed', 'Open'].map((state) => `circuitbreaker_state{circuitbreaker="pay",state="${state}"} 1`).join('\n');
  expect(judgeTexts(sticky)[0]?.failure[0]).toMatchObject({
    state: 'unknown',
    source: { rule: 'S1', detail: 'conflicting: open and closed read 1' },
  });
  const moved = `${sticky}\ncircuitbreaker_transitions_total{circuitbreaker="pay",from="Closed",to="Open"} 1`;
  expect(statesOf(moved)).toEqual(['pay open by S4 tower-resilience']);
});

test('S5: the share of time in each state, and a state only where one took the whole', () => {
  const spent = (closed: number, open: number) =>
    `ft_circuitbreaker_state_total_seconds{method="m",state="closed"} ${closed}\nft_circuitbreaker_state_total_seconds{method="m",state="open"} ${open}`;
  const last = (...texts: string[]) => judgeTexts(...texts).at(-1)?.failure[0];
  expect(last(spent(10, 0), spent(20, 0))).toMatchObject({ state: 'closed', shares: { closed: 1 }, source: { rule: 'S5' } });
  expect(last(spent(10, 0), spent(17, 3))).toMatchObject({ state: 'unknown', shares: { closed: 0.7, open: 0.3 } });
  expect(last(spent(10, 5), spent(1, 0))).toMatchObject({ state: 'unknown', shares: null });
});

test('S6: rejections prove an open that no scrape shows, but not one that was seen', () => {
  const at = (state: string, rejected: number | null) =>
    `resilience4j_circuitbreaker_state{name="pay",state="${state}"} 1\n${rejected === null ? '' : `resilience4j_circuitbreaker_not_permitted_calls_total{name="pay",kind="not_permitted"} ${rejected}`}`;
  const last = (...texts: string[]) => judgeTexts(...texts).at(-1)?.failure[0];
  expect(last(at('closed', null), at('closed', 40))).toMatchObject({ state: 'closed', missedOpen: true, rejectionRate: 4, source: { rule: 'S1' } });
  expect(last(at('open', 2), at('closed', 40))).toMatchObject({ missedOpen: false });
  expect(last(at('closed', 2), at('open', 40))).toMatchObject({ missedOpen: false, rejectionRate: 3.8 });
  expect(last(at('closed', 40), at('closed', 40))).toMatchObject({ missedOpen: false });
  expect(last(at('closed', 40), at('closed', 3))).toMatchObject({ missedOpen: false, rejectionRate: null });
  expect(last(at('closed', 40))).toMatchObject({ missedOpen: false });
});

test('S7: a number without an explanation is told as it is, and HELP that lies is not believed', () => {
  expect(judgeTexts('pay_cb_state{provider="bank"} 1')[0]?.failure[0]).toMatchObject({
    ...{ name: 'bank', state: 'unknown' },
    source: { rule: 'S7', callee: 'provider', detail: 'it reads 1, and nothing says what that means' },
  });
  const help = '# HELP dapr_resiliency_cb_state 0 closed, 1 half-open, 2 open, -1 unknown\n';
  expect(judgeTexts(`${help}dapr_resiliency_cb_state{target="app_pay"} 2`)[0]?.failure[0]).toMatchObject({ state: 'unknown' });
});

test('instances that differ are the worst of them, with how many', () => {
  const text = ['a', 'b', 'c'].map((pod, i) =>
    oneHot('resilience4j_circuitbreaker_state', `name="pay",pod="${pod}",`, i ? 'closed' : 'open', ['open', 'closed']),
  );
  expect(judgeTexts(text.join('\n'))[0]?.failure[0]).toMatchObject({ state: 'open', source: { detail: '1 of 3 open' } });
});

test('share of failures, rate, threshold and wait come from what the library exports', () => {
  const sdk = (ok: number, failed: number) =>
    `service_circuit_breaker_state{service="pay"} 0\nservice_requests_total{service="pay",method="GET",status="200"} ${ok}\nservice_requests_total{service="pay",method="GET",status="503"} ${failed}`;
  expect(judgeTexts(sdk(5, 5), sdk(35, 15)).at(-1)?.failure[0]).toMatchObject({ requestRate: 4, errorRatio: 0.25 });
  const r4j = (rate: number) =>
    `resilience4j_circuitbreaker_state{name="pay",state="closed"} 1\nresilience4j_circuitbreaker_failure_rate{name="pay"} ${rate}`;
  expect(judgeTexts(r4j(12))[0]?.failure[0]).toMatchObject({ errorRatio: 0.12, defaults: { errorRatio: 0.5, waitSeconds: 60 } });
  expect(judgeTexts(r4j(-1))[0]?.failure[0]).toMatchObject({ errorRatio: null, source: { detail: 'too few calls for a share of failures' } });
  const property = (name: string, value: number) => `hystrix_command_property_value_${name}{command_group="Pay",command_name="Charge"} ${value}`;
  const hystrix = [
    'hystrix_command_is_circuit_breaker_open{command_group="Pay",command_name="Charge"} 0',
    property('circuit_breaker_error_threshold_percentage', 40),
    property('circuit_breaker_sleep_window_in_milliseconds', 7000),
  ].join('\n');
  expect(judgeTexts(hystrix)[0]?.failure[0]).toMatchObject({ callee: 'Pay', thresholdRatio: 0.4, waitSeconds: 7 });
  expect(readText('service_requests_total{service="pay",method="GET",status="200"} 3')).toBeNull();
});

test('S8: a limit that is reached is capacity, never the state of a breaker', () => {
  const envoy = (open: number, overflow: number) =>
    `envoy_cluster_circuit_breakers_default_rq_pending_open{envoy_cluster_name="pay"} ${open}\nenvoy_cluster_upstream_rq_pending_overflow{envoy_cluster_name="pay"} ${overflow}`;
  const judged = judgeTexts(envoy(0, 5), envoy(1, 25)).at(-1);
  expect(judged).toMatchObject({ failure: [], capacity: [{ name: 'pay', full: true, rejectionRate: 2, source: { rule: 'S8' } }] });
  const bulkhead =
    'resilience4j_bulkhead_available_concurrent_calls{name="pay"} 5\nresilience4j_bulkhead_max_allowed_concurrent_calls{name="pay"} 20';
  expect(judgeTexts(bulkhead)[0]?.capacity[0]).toMatchObject({ full: false, used: 0.75 });
  expect(judgeTexts('service_bulkhead_rejections_total{service="pay"} 3')[0]).toMatchObject({ failure: [], capacity: [{ full: null }] });
});

test.each([
  ['Envoy', 'envoy_cluster_outlier_detection_ejections_active{cluster_name="pay"} 2\nenvoy_cluster_membership_total{cluster_name="pay"} 5'],
  [
    'Linkerd',
    'outbound_http_balancer_endpoints{parent_name="pay",endpoint_state="ready"} 3\noutbound_http_balancer_endpoints{parent_name="pay",endpoint_state="pending"} 2',
  ],
  [
    'Kong',
    [1, 2, 3, 4, 5].map((i) => `kong_upstream_target_health{upstream="pay",target="t${i}",state="${i < 3 ? 'unhealthy' : 'healthy'}"} 1`).join('\n'),
  ],
  [
    'HAProxy',
    [1, 2, 3, 4, 5].map((i) => oneHot('haproxy_server_status', `proxy="pay",server="s${i}",`, i < 3 ? 'DOWN' : 'UP', ['UP', 'DOWN'])).join('\n'),
  ],
  ['NGINX Plus', [1, 2, 3, 4, 5].map((i) => `nginxplus_upstream_server_state{upstream="pay",server="s${i}"} ${i < 3 ? 6 : 1}`).join('\n')],
])('S9: %s says that 2 of 5 endpoints are out', (dialect, text) => {
  expect(judgeTexts(text)[0]).toMatchObject({ failure: [], ejection: [{ name: 'pay', out: 2, total: 5, source: { dialect, rule: 'S9' } }] });
});

test('an exposition without breakers says nothing', () => {
  expect(readText('up 1\nhttp_requests_total{code="200"} 4\nenvoy_cluster_membership_total{cluster_name="pay"} 5')).toBeNull();
});
