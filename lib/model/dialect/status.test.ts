import { expect, test } from 'vitest';
import { classOfStatus } from './status.ts';

test.each([
  ['status', '200', 'ok'],
  ['status', '101', 'ok'],
  ['code', '304', 'redirect'],
  ['code', '404', 'clientError'],
  ['http_response_status_code', '503', 'serverError'],
  ['status', '5xx', 'serverError'],
  ['status', '2XX', 'ok'],
  ['envoy_response_code_class', '5', 'serverError'],
  ['envoy_response_code_class', '2', 'ok'],
  ['status', 'UNKNOWN', 'unknown'],
  ['status', 'IO_ERROR', 'noAnswer'],
  ['status', 'CLIENT_ERROR', 'clientError'],
  ['outcome', 'SERVER_ERROR', 'serverError'],
  ['outcome', 'SUCCESS', 'ok'],
  ['response_code', '0', 'noAnswer'],
  ['response_code', '-', 'noAnswer'],
  ['grpc_code', 'Unavailable', 'serverError'],
  ['code', 'Unavailable', 'serverError'],
  ['grpc_status', '14', 'serverError'],
  ['code', '14', 'serverError'],
  ['grpc_status', '0', 'ok'],
  ['grpc_status', '5', 'clientError'],
  ['grpc_code', 'OK', 'ok'],
  ['grpc_code', 'NotFound', 'clientError'],
  ['rpc_status_code', 'DEADLINE_EXCEEDED', 'serverError'],
  ['grpc_code', 'Unknown', 'serverError'],
  ['status', '', 'unknown'],
  ['status', '999', 'unknown'],
  ['status', 'whatever', 'unknown'],
])('%s="%s" is %s', (label, value, expected) => {
  expect(classOfStatus(label, value)).toBe(expected);
});
