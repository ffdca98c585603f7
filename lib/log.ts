import { type Logger, pino } from 'pino';
import { env } from './env.ts';

export type { Logger };

const secretFields = ['password', 'apiKey', 'bearerToken', 'token', 'secret', 'authorization', 'cookie', 'passwordHash', 'secretHash'];

let root: Logger | undefined;

/** A child of the one logger; `stage` names the room it speaks from (probe, store, http, …). */
export function log(stage: string): Logger {
  root ??= pino({
    level: env().LOG_LEVEL,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[secret]' },
  });
  return root.child({ stage });
}
