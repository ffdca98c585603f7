import { afterEach, describe, expect, test } from 'vitest';
import { AppError } from '#lib/errors.ts';
import { makeBigDocument } from '#lib/model/document/big-document.test.kit.ts';
import type { RunProgress } from '#lib/model/run.ts';
import { runOutcomeSchema } from '#lib/model/run.ts';
import { wasEnded } from '#lib/thread.ts';
import { closedPort, serve } from '../fake-target.ts';
import { parsePolicy } from '../outbound.ts';
import { credentials, type Fault, libraryDocument, serveLibrary } from './library.test.kit.ts';
import type { RunLimits } from './limits.ts';
import { openProver, type Prover, type Proving } from './prover.ts';

const opened: Prover[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((prover) => prover.close()));
});

const quick = { perSecond: 1000, answerMs: 20_000 };

function open(limits: Partial<RunLimits> = quick, allow = '127.0.0.1:*'): Prover {
  const policy = parsePolicy({ SIGNALBOX_OUTBOUND_ALLOW: allow, SIGNALBOX_OUTBOUND_MODE: 'private' }, []);
  const prover = openProver({ policy, size: 1, limits });
  opened.push(prover);
  return prover;
}

const bytesOf = (document: unknown) => new TextEncoder().encode(JSON.stringify(document));
const proving = (baseUrl: string, more: Partial<Proving> = {}): Proving => ({
  ...{ baseUrl, document: bytesOf(libraryDocument), credentials, seed: 7, ...more },
});

async function proveLibrary(fault: Fault[] = [], limits: Partial<RunLimits> = quick, more: Partial<Proving> = {}) {
  const library = await serveLibrary(...fault);
  const proof = await open(limits).prove(proving(library.url, more), {});
  return { library, proof };
}

const faultOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe('a run', { timeout: 90_000 }, () => {
  test('of a service that keeps its contract finds nothing, and says what it proved', async () => {
    const { proof, library } = await proveLibrary();
    expect(proof.findings).toEqual([]);
    expect(proof.outcome.checks.map(({ id, ok }) => [id, ok])).toEqual([
      ['GET /books', true],
      ['GET /books/{bookId}', true],
    ]);
    expect(proof).toMatchObject({ counts: { errors: 0, warnings: 0 }, operations: 2, unproven: 0, calls: library.seen.length });
    expect(proof.summary).toBe(`2 operations answered as declared, in ${library.seen.length} calls.`);
    expect(proof.outcome.tables[0]?.rows.map(([operation]) => operation)).toEqual(['GET /books', 'GET /books/{bookId}']);
    expect(runOutcomeSchema.parse(proof.outcome)).toEqual(proof.outcome);
  });

  test('only reads, says who it is, and shows each credential where the document asks for it', async () => {
    const { library } = await proveLibrary();
    expect([...new Set(library.seen.map(({ method }) => method))]).toEqual(['GET']);
    expect([...new Set(library.seen.map(({ headers }) => headers['user-agent']))]).toEqual(['Signalbox/0.1.0']);
    const shown = library.seen.filter(({ headers }) => headers['x-api-key'] === credentials.apiKey);
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.filter(({ url, headers }) => !/^\/books(\?|$)/.test(url) || headers.authorization)).toEqual([]);
  });

  test('finds what is planted, by its name, and nothing else', async () => {
    const { proof } = await proveLibrary(['undeclared status']);
    expect(proof.findings.map(({ id, operation }) => `${id} ${operation}`)).toEqual(['response.status.undeclared GET /books/{bookId}']);
    expect(proof.findings[0]).toMatchObject({ declared: '200, 401, 404', seed: 7, exchange: { response: { status: 203 } } });
    expect(proof.outcome.checks.map(({ id, ok }) => [id, ok])).toEqual([
      ['GET /books', true],
      ['GET /books/{bookId}', false],
    ]);
    expect(proof.counts.errors).toBe(1);
  });

  test('tells how far it is', async () => {
    const library = await serveLibrary('slow');
    const heard: RunProgress[] = [];
    const { calls } = await open().prove(proving(library.url), { onNews: (news) => heard.push(news) });
    expect(heard.length).toBeGreaterThan(1);
    expect(heard.map((one) => one.calls)).toEqual(heard.map((one) => one.calls).toSorted((a, b) => a - b));
    expect(heard.at(-1)?.calls).toBeLessThanOrEqual(calls);
  });

  test('never shows a credential, though the service repeats all that it gets', async () => {
    const { proof, library } = await proveLibrary(['echo']);
    expect(library.seen.some(({ headers }) => headers['x-api-key'] === credentials.apiKey)).toBe(true);
    expect(library.seen.some(({ headers }) => headers.authorization === `Bearer ${credentials.bearerToken}`)).toBe(true);
    expect(proof.findings.length).toBeGreaterThan(1);
    const shown = JSON.stringify(proof);
    const secrets = Object.values(credentials).flatMap((secret) => [secret, Buffer.from(secret).toString('base64'), secret.slice(0, 12)]);
    expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
  });

  test('follows no redirect', async () => {
    const { proof, library } = await proveLibrary(['redirects']);
    expect(library.elsewhere).toEqual([]);
    expect(proof.findings.map(({ id }) => id)).toContain('response.status.undeclared');
  });

  test('sends five requests a second unless told', async () => {
    const library = await serveLibrary();
    const stopping = new AbortController();
    const answer = faultOf(open({}).prove(proving(library.url), { signal: stopping.signal, onNews: ({ calls }) => calls > 7 && stopping.abort() }));
    expect(wasEnded(await answer)).toBe(true);
    const [first, last] = [library.seen[0]?.atMs ?? 0, library.seen.at(-1)?.atMs ?? 0];
    expect(library.seen.length).toBeGreaterThan(7);
    expect(last - first).toBeGreaterThan((library.seen.length - 2) * 200);
  });
});

describe('a run that cannot be made', { timeout: 90_000 }, () => {
  const reasonOf = async (limits: Partial<RunLimits>, given: Proving, allow?: string) => {
    const fault = await faultOf(open(limits, allow).prove(given, {}));
    expect(fault).toBeInstanceOf(AppError);
    return fault as AppError;
  };

  test('is refused where the policy forbids the address: nothing is sent', async () => {
    const library = await serveLibrary();
    const { code, message } = await reasonOf(quick, proving(library.url), '10.0.0.5:80');
    expect(code).toBe('outbound_denied');
    expect(message).toContain("is on Signalbox's own machine. Add 127.0.0.1:");
    expect(library.seen).toEqual([]);
  });

  test('is refused where a name leads to a forbidden address', async () => {
    const library = await serveLibrary();
    const { code } = await reasonOf(quick, proving(library.url.replace('127.0.0.1', 'localhost')), '10.0.0.5:80');
    expect(code).toBe('outbound_denied');
    expect(library.seen).toEqual([]);
  });

  test('ends where nobody listens, with the reason', async () => {
    const url = await closedPort();
    expect((await reasonOf(quick, proving(url))).message).toBe(`${url} did not answer: connection refused.`);
  });

  test('ends where the service says nothing: it is not asked for ever', async () => {
    const library = await serveLibrary('hangs');
    const { message } = await reasonOf({ ...quick, answerMs: 100 }, proving(library.url));
    expect(message).toBe(`${library.url} did not answer: timed out after 100 ms.`);
    expect(library.seen.length).toBeLessThanOrEqual(10);
  });

  test('says what to do where every door is closed', async () => {
    const library = await serveLibrary();
    const { message } = await reasonOf(quick, proving(library.url, { credentials: { apiKey: null, bearerToken: null } }));
    expect(message).toContain('No operation answered a valid request with success, so nothing could be told.');
    expect(message).toContain('keep the API key or the bearer token of the service in its settings');
  });

  test('says that a document has nothing to read', async () => {
    const { get: _, ...writing } = libraryDocument.paths['/books'];
    const document = bytesOf({ ...libraryDocument, paths: { '/books': writing } });
    const library = await serveLibrary();
    const { message } = await reasonOf(quick, proving(library.url, { document }));
    expect(message).toContain('The document has no operation that only reads (GET or HEAD)');
  });

  test('is ended from outside when it takes too long', async () => {
    const library = await serveLibrary('slow');
    const fault = await faultOf(open({ ...quick, totalMs: 300 }).prove(proving(library.url), {}));
    expect(wasEnded(fault)).toBe(true);
  });
});

describe('a run that ends early', { timeout: 90_000 }, () => {
  test('keeps what it has found when the time for requests is over', async () => {
    const { proof } = await proveLibrary(['echo', 'slow'], { ...quick, sendingMs: 700 });
    expect(proof.outcome.notes.at(-1)).toBe('The time for requests was over after 700 ms. The run ended early.');
    expect(proof.findings.map(({ id }) => id)).toContain('response.server_error');
    expect(proof.calls).toBeLessThan(10);
  });

  test('keeps what it has found when the service falls silent', async () => {
    const silence = { first: { calls: 3, ms: 30_000 }, later: { calls: 3, ms: 30_000 } };
    const { proof } = await proveLibrary(['hangs later'], { ...quick, answerMs: 1000, silence });
    expect(proof.outcome.checks[0]).toMatchObject({ ok: false, message: expect.stringContaining('timed out') });
    expect(proof.findings.map(({ id }) => id)).toContain('response.none');
    expect(proof.outcome.notes.at(-1)).toBe('None of the last 3 requests was answered: timed out after 1 s. The run ended early.');
  });

  test('sends nothing more once it is called off', async () => {
    const library = await serveLibrary();
    const stopping = new AbortController();
    const options = { signal: stopping.signal, onNews: ({ calls }: RunProgress) => calls > 2 && stopping.abort() };
    const fault = await faultOf(open({ ...quick, perSecond: 20 }).prove(proving(library.url), options));
    expect(wasEnded(fault)).toBe(true);
    const sent = library.seen.length;
    const other = await serveLibrary();
    await open().prove(proving(other.url), {});
    expect(library.seen.length).toBe(sent);
    expect(sent).toBeLessThan(20);
  });
});

/** The longest that this thread computed between two turns of its event loop, ms: waiting for the machine does not count. */
function watchTurns() {
  let [longestMs, last] = [0, process.threadCpuUsage()];
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(last);
    longestMs = Math.max(longestMs, (user + system) / 1000);
    last = process.threadCpuUsage();
  }, 1);
  return () => {
    clearInterval(timer);
    return longestMs;
  };
}

test('a document of 3.5 MB holds nobody up while it is run', async () => {
  let served = 0;
  const url = await serve((_, response) => {
    served += 1;
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"code":"NONE","message":"There is none."}');
  });
  const document = bytesOf(makeBigDocument(870));
  expect(document.byteLength).toBeGreaterThan(3_400_000);
  const prover = open({ ...quick, sendingMs: 6000 });
  const longest = watchTurns();
  const fault = await faultOf(prover.prove(proving(url, { document, credentials: { apiKey: 'a-key-of-the-test', bearerToken: null } }), {}));
  expect(longest()).toBeLessThanOrEqual(100);
  expect((fault as AppError).message).toContain('No operation answered a valid request with success');
  expect(served).toBeGreaterThan(100);
}, 90_000);
