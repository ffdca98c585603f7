import { ORPCError } from '@orpc/client';
import { expect, it } from 'vitest';
import { Fault, fieldMessages, toFault } from './fault.ts';

it('reads code, details and trace id from an answered error', () => {
  const fault = toFault(
    new ORPCError('validation_failed', {
      status: 400,
      message: 'baseUrl: must be a URL',
      data: { traceId: 't1', details: { issues: [{ path: 'baseUrl', message: 'must be a URL' }] } },
    }),
    'sent',
  );
  expect(fault).toMatchObject({ code: 'validation_failed', status: 400, message: 'baseUrl: must be a URL', traceId: 't1' });
  expect(fieldMessages(fault)).toEqual({ baseUrl: 'must be a URL' });
});

it('falls back to the correlation id that was sent', () => {
  expect(toFault(new ORPCError('internal', { status: 500 }), 'sent').traceId).toBe('sent');
});

it('calls a request without an answer offline and does not show the inner message', () => {
  expect(toFault(new TypeError('Failed to fetch'), 'sent')).toMatchObject({ code: 'offline', status: 0, message: 'Signalbox does not answer.' });
});

it('leaves a fault as it is', () => {
  const fault = new Fault({ code: 'not_found', message: 'gone', traceId: null, details: null, status: 404 });
  expect(toFault(fault, 'other')).toBe(fault);
});
