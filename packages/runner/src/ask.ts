import { CommandError } from './fault.ts';

/** Where Signalbox answers. */
export interface Server {
  url: string;
  token: string | undefined;
}

export interface DocumentFinding {
  pointer?: string;
  line?: number | null;
  message: string;
  help?: string;
}

export function describeFinding({ pointer, line, message, help }: DocumentFinding): string {
  const place = [line ? `line ${line}` : '', pointer].filter(Boolean).join(', ');
  return `${message}${place ? ` (${place})` : ''}${help ? ` ${help}` : ''}`;
}

/** How many findings are at or above a level; `none` counts none. */
export function countAtLeast(level: string, { breaking, warnings }: { breaking: number | null; warnings: number | null }): number {
  if (level === 'breaking') return breaking ?? 0;
  return level === 'warning' ? (breaking ?? 0) + (warnings ?? 0) : 0;
}

interface Problem {
  message?: string;
  details?: { issues?: { path: string; message: string }[]; findings?: DocumentFinding[] };
}

function describeProblem(problem: Problem | null, status: number): string {
  const lines = [problem?.message ?? `The server answered HTTP ${status}.`];
  for (const issue of problem?.details?.issues ?? []) lines.push(`  ${issue.path}: ${issue.message}`);
  for (const finding of problem?.details?.findings ?? []) lines.push(`  ${describeFinding(finding)}`);
  if (status === 401) lines.push('Give an API token with --token or SIGNALBOX_TOKEN.');
  return lines.join('\n');
}

export interface Sending {
  body?: string | Buffer<ArrayBuffer> | FormData;
  headers?: Record<string, string>;
  /** 60 s by default. */
  deadlineMs?: number;
}

/** Signalbox did not do what it was asked. */
export class AnswerError extends CommandError {
  /** Null where no answer came. */
  readonly status: number | null;
  /** How long to wait before asking again, in ms, as the answer says; null where it does not. */
  readonly retryAfterMs: number | null;

  constructor(message: string, status: number | null, retryAfterMs: number | null = null) {
    super(message);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** A `Retry-After` in ms: it holds seconds, or a date. Null where it holds neither. */
export function parseRetryAfter(text: string | null, nowMs: number): number | null {
  if (text === null) return null;
  if (/^\s*\d+\s*$/.test(text)) return Number(text) * 1000;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

/** One call of the API of Signalbox; the caller knows the shape of its answer. Throws an AnswerError in words for whatever is not a success. */
export async function ask<Answer>(
  server: Server,
  method: string,
  path: string,
  { body, headers = {}, deadlineMs = 60_000 }: Sending = {},
): Promise<Answer> {
  if (!URL.canParse(server.url)) throw new CommandError(`${server.url} is no URL. Give the address of Signalbox with --url or SIGNALBOX_URL.`);
  const authorization: Record<string, string> = server.token ? { authorization: `Bearer ${server.token}` } : {};
  const url = `${server.url.replace(/\/+$/, '')}/api/v1${path}`;
  const request = { method, ...(body !== undefined && { body }), headers: { ...headers, ...authorization }, signal: AbortSignal.timeout(deadlineMs) };
  const response = await fetch(url, request).catch((error) => {
    const reason = error?.cause?.code ?? error?.cause?.message ?? error?.message;
    throw new AnswerError(`${server.url} did not answer: ${reason}.`, null);
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), Date.now());
    throw new AnswerError(describeProblem(answer as Problem | null, response.status), response.status, retryAfterMs);
  }
  if (answer === null) throw new AnswerError(`${server.url} answered something that is not Signalbox. Is the address right?`, response.status);
  return answer as Answer;
}

/** The same with a JSON body. */
export const askWith = <Answer>(server: Server, method: string, path: string, body: object, sending: Omit<Sending, 'body'> = {}) =>
  ask<Answer>(server, method, path, {
    ...sending,
    body: JSON.stringify(body),
    headers: { ...sending.headers, 'content-type': 'application/json' },
  });
