import type { PrismaClient } from '#lib/auth/actor.ts';
import type { CommandContext } from '#lib/command/context.ts';
import { AppError } from '#lib/errors.ts';
import type { Actor } from '#lib/model/role.ts';

/** One file of a body. */
export interface UploadedFile {
  name: string;
  contentType: string;
  bytes: Uint8Array;
}

/** What became of a call inside the handlers, for those who stand outside of them. */
export interface Outcome {
  entered: boolean;
  failure?: unknown;
  /** Rows in all pages together, where a list was answered. */
  total?: number | undefined;
  /** Cookies that the answer sets. */
  cookies?: string[];
}

/** What every operation is told of the call it answers. */
export interface CallContext {
  actor: Actor | null;
  db: PrismaClient;
  nowMs: number;
  signal?: AbortSignal;
  correlationId: string;
  address: string | null;
  outcome?: Outcome;
  /** The files of the body, for an operation that takes an upload. */
  upload?: UploadedFile[];
}

/** The context of a call that somebody made: commands and queries take nothing less. */
export function asked(context: CallContext): CommandContext {
  const { actor } = context;
  if (!actor) throw unauthenticated();
  return { ...context, actor };
}

export function unauthenticated(): AppError {
  return new AppError('unauthenticated', 'Sign in, or send an API token: Authorization: Bearer <token>.');
}
