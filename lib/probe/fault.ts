import { AppError } from '#lib/errors.ts';
import { CertificateError } from './certificate.ts';

/** What went wrong: `fail` the target's doing, `self` our own. */
export interface Fault {
  outcome: 'fail' | 'self';
  reason: string;
  /** Nothing came back at all, not even a refusal: our own network may be the cause. */
  isSilent: boolean;
}

const targetReasons: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  ECONNABORTED: 'connection reset',
  EPIPE: 'connection reset',
  ETIMEDOUT: 'no connection in time',
  EHOSTUNREACH: 'host unreachable',
  EHOSTDOWN: 'host unreachable',
  ENOTFOUND: 'host name not found',
  UND_ERR_HEADERS_OVERFLOW: 'sends more than 16 KB of headers',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer is shorter or longer than it announced',
  UND_ERR_SOCKET: 'connection closed without an answer',
  ERR_SSL_WRONG_VERSION_NUMBER: 'answers without TLS on an https address',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'asks for a client certificate',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'answers without TLS on an https address',
};

const ownReasons: Record<string, string> = {
  EMFILE: 'Signalbox has no file handle left',
  ENFILE: 'this machine has no file handle left',
  ENOBUFS: 'this machine has no network buffer left',
  ENOMEM: 'this machine has no memory left',
  ENETUNREACH: "Signalbox's machine has no route to this network",
  ENETDOWN: "the network of Signalbox's machine is down",
  EADDRNOTAVAIL: "Signalbox's machine has no free port or address",
  EACCES: "Signalbox's machine forbids this connection",
  EPERM: "Signalbox's machine forbids this connection",
  EAI_AGAIN: 'the name server does not answer',
  EAI_FAIL: 'the name server fails',
  EAI_MEMORY: 'this machine has no memory left',
  EAI_SYSTEM: 'the name resolver of this machine fails',
  UND_ERR_DESTROYED: 'Signalbox is stopping',
  UND_ERR_CLOSED: 'Signalbox is stopping',
};

const silentCodes = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENOTFOUND']);

const codeOf = (error: unknown) => String((error as { code?: unknown } | null)?.code ?? '');

/** Codes that say the connection broke; on a kept one, before any answer, worth a second try. */
export function isBrokenConnection(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(codeOf(error));
}

/** Whether every address refused the connection: nothing listens there. */
export function isClosedPort(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isClosedPort);
  return codeOf(error) === 'ECONNREFUSED';
}

export function failBy(reason: string, isSilent = false): Fault {
  return { outcome: 'fail', reason, isSilent };
}

export function selfBy(reason: string): Fault {
  return { outcome: 'self', reason, isSilent: false };
}

function describeCode(code: string, hasAnswer: boolean): Fault {
  const own = ownReasons[code];
  if (own) return selfBy(own);
  if (hasAnswer && (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET')) return failBy('connection broke in the middle of the answer');
  const reason = targetReasons[code];
  if (reason) return failBy(reason, silentCodes.has(code));
  if (code.startsWith('HPE_')) return failBy('the answer is not HTTP');
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) return failBy('TLS handshake failed');
  return selfBy(`Signalbox could not look (${code || 'unexpected error'})`);
}

/** An error of a connection or an answer, as data. What is not known to be the target's doing counts as our own. */
export function describeError(error: unknown, hasAnswer: boolean): Fault {
  if (error instanceof CertificateError) return failBy(error.message);
  if (error instanceof AppError) return selfBy(error.message);
  if (error instanceof AggregateError && error.errors.length > 0) {
    const faults = error.errors.map((one) => describeError(one, hasAnswer));
    return faults.find((fault) => fault.outcome === 'fail') ?? (faults[0] as Fault);
  }
  // undici leaves the code of these out.
  if (error instanceof Error && error.name === 'HTTPParserError') return failBy('the answer is not HTTP');
  return describeCode(codeOf(error), hasAnswer);
}

/** 12,100,000 → `12.1 MB`. */
export function inMegabytes(bytes: number): string {
  return `${Number((bytes / 1_000_000).toFixed(1))} MB`;
}
