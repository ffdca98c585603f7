import { expect, test } from 'vitest';
import { partsOf } from './stem.ts';

test.each([
  ['http_server_request_duration_seconds_bucket', 'http_server_request_duration', 's', 'bucket'],
  ['http.server.request.duration_seconds_bucket', 'http_server_request_duration', 's', 'bucket'],
  ['http.server.request.duration_count', 'http_server_request_duration', null, 'count'],
  ['http_server_duration_milliseconds_sum', 'http_server_duration', 'ms', 'sum'],
  ['go_zero__requests-duration_ms', 'go_zero_requests_duration', 'ms', null],
  ['HTTP_Requests_Total', 'http_requests', null, 'total'],
  ['ft_x_nanoseconds_max', 'ft_x', 'ns', 'max'],
  ['process_start_time_seconds', 'process_start_time', 's', null],
  ['up', 'up', null, null],
])('%s', (name, stem, unit, suffix) => {
  expect(partsOf(name)).toEqual({ stem, unit, suffix });
});
