import { currentContext } from './context.ts';
import { traceIdOf } from './trace.ts';

/** Where log lines go: a constant message and fields. pino and Fastify's logger fit as they are. */
export interface Log {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** The fields that join a line with its request: correlation id and trace id of the current context. */
function contextFields(): Record<string, unknown> {
  const context = currentContext();
  if (!context) return {};
  const traceId = traceIdOf(context.traceparent);
  return { correlationId: context.correlationId, ...(traceId && { traceId }) };
}

const writable = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, value instanceof Error ? { name: value.name, message: value.message } : value]),
  );

const inContext = (write: (level: keyof Log) => Log['info']): Log => {
  const at =
    (level: keyof Log): Log['info'] =>
    (fields, message) =>
      write(level)({ ...contextFields(), ...fields }, message);
  return { info: at('info'), warn: at('warn'), error: at('error') };
};

/** A log that writes one line of JSON to the standard output for each entry, with the current correlation id. */
export const standardLog = (name: string): Log =>
  inContext((level) => (fields, msg) => {
    process.stdout.write(`${JSON.stringify({ time: new Date(), level, name, ...writable(fields), msg })}\n`);
  });

/** The same log, with the current correlation id and trace id in each entry. */
export const contextual = (log: Log): Log => inContext((level) => (fields, message) => log[level](fields, message));
