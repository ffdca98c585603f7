import { expect, test } from 'vitest';
import { judgeTexts } from './breakers.test.kit.ts';

/** As opossum 9 with opossum-prometheus 0.3 printed it after 17 calls; a second breaker was never fired and has no line. */
const captured = `# HELP circuit A count of all circuit' events
# TYPE circuit counter
circuit{name="payments",event="fire"} 17
circuit{name="payments",event="success"} 7
circuit{name="payments",event="timeout"} 2
circuit{name="payments",event="failure"} 6
circuit{name="payments",event="fallback"} 10
circuit{name="payments",event="open"} 1
circuit{name="payments",event="reject"} 4
circuit{name="payments",event="close"} 1

# HELP circuit_perf A summary of all circuit's events
# TYPE circuit_perf summary
circuit_perf{quantile="0.5",name="payments",event="success"} 0.14285714285714285
circuit_perf_sum{name="payments",event="success"} 1
circuit_perf_count{name="payments",event="success"} 7`;

const later = (event: string, count: number) => captured.replace(new RegExp(`event="${event}"} \\d+`), `event="${event}"} ${count}`);

test('a breaker that opened and closed once each is closed, and half-open is not made up', () => {
  expect(judgeTexts(captured)[0]?.failure).toMatchObject([
    {
      ...{ name: 'payments', callee: 'payments', state: 'closed', missedOpen: false, requestRate: null, errorRatio: null },
      source: { dialect: 'opossum-prometheus', rule: 'S4', series: 'circuit', callee: 'name', detail: 'opened and closed once each' },
    },
  ]);
});

test('one that only fired never opened', () => {
  const [judged] = judgeTexts('circuit{name="payments",event="fire"} 3\ncircuit{name="payments",event="success"} 3');
  expect(judged?.failure).toMatchObject([{ state: 'closed', source: { detail: 'it never opened since the process started' } }]);
});

test('the next open is seen, its refused calls are counted, and timeouts are not counted twice', () => {
  const opened = later('open', 2).replace('event="reject"} 4', 'event="reject"} 24').replace('event="failure"} 6', 'event="failure"} 16');
  expect(judgeTexts(captured, opened)[1]?.failure).toMatchObject([{ state: 'open', rejectionRate: 2, requestRate: 1, errorRatio: 1 }]);
});

test('calls refused between two scrapes prove an open that was missed', () => {
  expect(judgeTexts(captured, later('reject', 9))[1]?.failure).toMatchObject([{ state: 'closed', missedOpen: true }]);
});

test('a restarted process invents no transition', () => {
  const [, restarted] = judgeTexts(later('open', 3).replace('event="close"} 1', 'event="close"} 3'), captured);
  expect(restarted?.failure).toMatchObject([{ state: 'closed', missedOpen: false, rejectionRate: 0 }]);
});
