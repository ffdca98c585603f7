import { z } from 'zod';

const emptyAsMissing = (value: unknown) => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(emptyAsMissing, schema.optional());
const integer = (min: number, max: number, fallback: number) =>
  z.preprocess(
    emptyAsMissing,
    z.coerce
      .number({ error: 'must be a number' })
      .int('must be a whole number')
      .min(min, `must be ${min} or more`)
      .max(max, `must be ${max} or less`)
      .default(fallback),
  );
const oneOf = <T extends string>(names: readonly [T, ...T[]], fallback: NoInfer<T>) =>
  z.preprocess(emptyAsMissing, z.enum(names, { error: `must be one of ${names.join(', ')}` }).default(fallback));
const url = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });

const fields = z.object({
  NODE_ENV: oneOf(['production', 'development', 'test'], 'production'),
  PORT: integer(1, 65535, 3000),
  HOST: z.preprocess(emptyAsMissing, z.string().default('127.0.0.1')),
  DATABASE_URL: optional(z.string().regex(/^(file:|postgres(ql)?:\/\/)/, 'must begin with file: or postgresql://')),
  SIGNALBOX_DATA_DIR: z.preprocess(emptyAsMissing, z.string().default('./data')),
  SIGNALBOX_URL: optional(url),
  SIGNALBOX_PROXY_HOPS: integer(0, 10, 0),
  NEXTAUTH_SECRET: optional(z.string().min(32, 'must have 32 or more characters')),
  SIGNALBOX_ADMIN_EMAIL: optional(z.email('must be an e-mail address')),
  SIGNALBOX_ADMIN_PASSWORD: optional(z.string().min(8, 'must have 8 or more characters')),
  SIGNALBOX_ADMIN_TOKEN: optional(z.string().min(32, 'must have 32 or more characters')),
  SIGNALBOX_SECRET_KEY: optional(z.string().min(32, 'must have 32 or more characters')),
  SIGNALBOX_OUTBOUND_ALLOW: z.preprocess(emptyAsMissing, z.string().default('')),
  SIGNALBOX_OUTBOUND_MODE: oneOf(['private', 'list', 'public'], 'private'),
  SIGNALBOX_OIDC_ISSUER: optional(url),
  SIGNALBOX_OIDC_CLIENT_ID: optional(z.string()),
  SIGNALBOX_OIDC_CLIENT_SECRET: optional(z.string()),
  SIGNALBOX_OIDC_NAME: z.preprocess(emptyAsMissing, z.string().default('Single sign-on')),
  SIGNALBOX_FAILURE_THRESHOLD: integer(1, 20, 3),
  SIGNALBOX_SUCCESS_THRESHOLD: integer(1, 20, 2),
  SIGNALBOX_ERROR_PERCENT: integer(1, 100, 5),
  SIGNALBOX_SLOW_MS: integer(1, 60_000, 1000),
  SIGNALBOX_RAW_HOURS: integer(1, 48, 2),
  SIGNALBOX_MINUTE_DAYS: integer(1, 30, 2),
  SIGNALBOX_FIVE_MINUTE_DAYS: integer(8, 365, 14),
  SIGNALBOX_HOUR_DAYS: integer(1, 3650, 90),
  SIGNALBOX_HISTORY_MAX_MB: integer(64, 1_000_000, 2048),
  SIGNALBOX_RATE_LIMIT_PER_MINUTE: integer(1, 1_000_000, 6000),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info'),
});

const together = [
  ['SIGNALBOX_ADMIN_EMAIL', 'SIGNALBOX_ADMIN_PASSWORD'],
  ['SIGNALBOX_OIDC_ISSUER', 'SIGNALBOX_OIDC_CLIENT_ID', 'SIGNALBOX_OIDC_CLIENT_SECRET'],
] as const;

/** What is missing from groups of which a part is given. */
function findIncomplete(variables: Record<string, string | undefined>): string[] {
  return together.flatMap((group) => {
    const missing = group.filter((key) => !variables[key]);
    if (missing.length === group.length) return [];
    return missing.map((key) => `${key} is needed together with ${group.filter((other) => other !== key).join(', ')}`);
  });
}

export type Env = z.infer<typeof fields> & { databaseUrl: string };

export class EnvError extends Error {
  override name = 'EnvError';
}

/** Parses a set of variables; throws one EnvError that names every fault. */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  const parsed = fields.safeParse(variables);
  const wrong = parsed.error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`) ?? [];
  const faults = [...wrong, ...findIncomplete(variables)];
  if (!parsed.success || faults.length > 0) throw new EnvError(faults.join('; '));
  return { ...parsed.data, databaseUrl: parsed.data.DATABASE_URL ?? `file:${parsed.data.SIGNALBOX_DATA_DIR}/signalbox.db` };
}

let current: Env | undefined;

/** The environment of this process, parsed on first use. */
export function env(): Env {
  current ??= parseEnv(process.env);
  return current;
}
