import type { Issue } from '#lib/errors.ts';

/** What zod says of one fault, as far as we read it. */
interface Fault {
  message: string;
  path?: readonly unknown[] | undefined;
  code?: string;
  keys?: string[];
  expected?: string;
  origin?: string;
  maximum?: number | bigint;
  minimum?: number | bigint;
  values?: unknown[];
  input?: unknown;
}

const counted: Record<string, string> = { string: ' characters', array: ' entries', set: ' entries' };
const named: Record<string, string> = {
  string: 'text',
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
  boolean: 'true or false',
  number: 'a number',
};
/** Words of our own rules stay; those that zod wrote by itself are said plainly. */
const written = /^(Too (big|small)|Invalid (input|option)|Unrecognized key)/;

function plainly(fault: Fault): string {
  if (!written.test(fault.message)) return fault.message;
  const unit = counted[fault.origin ?? ''] ?? '';
  if (fault.code === 'too_big') return `must be at most ${fault.maximum}${unit}`;
  if (fault.code === 'too_small') return unit && fault.minimum === 1 ? 'must not be empty' : `must be at least ${fault.minimum}${unit}`;
  if (fault.code === 'invalid_value') return `must be ${(fault.values ?? []).map(String).join(' or ')}`;
  if (fault.code !== 'invalid_type') return fault.message;
  if (fault.message.endsWith('received undefined')) return 'is missing';
  return `must be ${named[fault.expected ?? ''] ?? fault.expected}`;
}

const stepOf = (step: unknown) => String(typeof step === 'object' && step !== null && 'key' in step ? step.key : step);

/** Faults as answers name them: one for each field, also for those that do not exist. */
export function toIssues(faults: readonly Fault[]): Issue[] {
  return faults.flatMap((fault) => {
    const path = (fault.path ?? []).map(stepOf);
    if (fault.code === 'unrecognized_keys')
      return (fault.keys ?? []).map((key) => ({ path: [...path, key].join('.'), message: 'is not a field here' }));
    return [{ path: path.join('.'), message: plainly(fault) }];
  });
}
