import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { Contract } from '#lib/api/contract.ts';
import { toFault } from './fault.ts';

export type Client = ContractRouterClient<Contract>;

/** An id for one request; `crypto.randomUUID` is missing on plain http. */
export function makeCorrelationId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const link = new RPCLink<{ correlationId?: string }>({
  url: () => new URL('/api/rpc', window.location.origin),
  headers: ({ context }) => ({ 'x-correlation-id': context.correlationId ?? '' }),
  interceptors: [
    async ({ next, ...options }) => {
      const correlationId = makeCorrelationId();
      try {
        return await next({ ...options, context: { ...options.context, correlationId } });
      } catch (error) {
        if (options.signal?.aborted) throw error;
        throw toFault(error, correlationId);
      }
    },
  ],
});

/** Asks the server. Faults are `Fault` of fault.ts. */
export const client: Client = createORPCClient(link);

/** Query and mutation options for react-query; keys begin with the operation. */
export const orpc = createTanstackQueryUtils(client);
