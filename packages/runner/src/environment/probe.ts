import { connect } from 'node:net';
import { createCaller } from '../http.ts';
import type { Place } from './placeholder.ts';

const answerWithinMs = 5000;
const shownChars = 200;

function hintOf(status: number): string {
  if (status === 404) return ' Is this the path of its health?';
  return status === 401 || status === 403 ? ' Its health must be open to whoever has no token.' : '';
}

/** Asks a service for its health: healthy when the answer is 2xx. */
export async function probeHttp(path: string, { url }: Place): Promise<string | null> {
  const caller = createCaller({ timeoutMs: answerWithinMs });
  try {
    const { status, body, trouble } = await caller.call({ method: 'GET', url: url + path, headers: { accept: 'application/json' }, body: undefined });
    if (status === null) return `GET ${path}: ${trouble}.`;
    if (status >= 200 && status < 300) return null;
    const text = body.toString('utf8').trim().slice(0, shownChars);
    return `GET ${path} answered ${status}${text && ` ${text}`}.${hintOf(status)}`;
  } finally {
    caller.close();
  }
}

/** Says something over TCP and reads until the answer is as wanted. Null, or what is wrong. */
function probeTcp({ host, port }: Place, words: Buffer | string, judge: (answer: Buffer) => string | null | undefined): Promise<string | null> {
  return new Promise((resolve) => {
    let answer: Buffer = Buffer.alloc(0);
    const socket = connect({ host, port }, () => socket.write(words));
    const settle = (fault: string | null) => {
      socket.destroy();
      resolve(fault);
    };
    socket.setTimeout(answerWithinMs, () => settle(`No answer within ${answerWithinMs} ms.`));
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      const verdict = judge(answer);
      if (verdict !== undefined) settle(verdict);
    });
    socket.on('error', (error) => settle(`${error.message}.`));
    socket.on('close', () => settle('The connection was closed.'));
  });
}

/** Asks Redis whether it takes commands: it does not while it reads its data. */
export const probeRedis = (place: Place): Promise<string | null> =>
  probeTcp(place, 'PING\r\n', (answer) => {
    const text = answer.toString('latin1');
    if (!text.includes('\n')) return undefined;
    return text.startsWith('+PONG') ? null : `PING: ${text.trim()}`;
  });

function startupMessage(user: string, database: string): Buffer {
  const version = Buffer.from([0, 3, 0, 0]);
  const fields = Buffer.from(`user\0${user}\0database\0${database}\0\0`);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(4 + version.length + fields.length);
  return Buffer.concat([length, version, fields]);
}

const readyForQuery = Buffer.from([0x5a, 0, 0, 0, 5]);

/** Signs in to PostgreSQL: it refuses while it starts. */
export const probePostgresql = (place: Place, user: string, database: string): Promise<string | null> =>
  probeTcp(place, startupMessage(user, database), (answer) => {
    if (answer[0] === 0x45)
      return answer
        .toString('utf8')
        .replace(/[^\x20-\x7e]+/g, ' ')
        .trim();
    return answer.includes(readyForQuery) ? null : undefined;
  });
