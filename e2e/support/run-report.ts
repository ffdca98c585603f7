import { randomUUID } from 'node:crypto';

const undeclared = {
  ...{ id: 'response.status.undeclared', source: 'contract', severity: 'error', direction: 'response', operation: 'GET /users/{userId}' },
  ...{ pointer: '/paths/~1users~1{userId}/get/responses', message: 'answers `418`, which the document does not declare' },
  ...{ help: 'Declare the status, or do not answer with it.', declared: '200, 401, 404', actual: '418', count: 3, seed: 7 },
  ...{ curl: 'curl -i -H "authorization: Bearer $TOKEN" \'http://127.0.0.1:4001/users/9d6b8794\'', fingerprint: 'undeclared-418' },
  exchange: {
    request: { method: 'GET', url: 'http://127.0.0.1:4001/users/9d6b8794', headers: { accept: '*/*' }, body: null },
    response: { status: 418, headers: { 'content-type': 'text/plain' }, body: 'I am a teapot', trouble: null },
  },
};
const slow = {
  ...undeclared,
  ...{ id: 'response.header.missing', severity: 'warning', operation: 'GET /users', message: 'the answer lacks `X-Total-Count`' },
  ...{ pointer: '/paths/~1users/get/responses/200/headers', fingerprint: 'no-total', declared: 'X-Total-Count: integer', actual: 'no such header' },
};

/** A run of CI that passed; `part` says what is otherwise. */
export function passingReport(part: object = {}) {
  return {
    ...{ id: randomUUID(), kind: 'contract', startedAt: new Date(Date.now() - 60_000).toISOString(), durationMs: 8400, environment: 'ci' },
    ...{ seed: 7, calls: 96, operations: 5, unproven: 1, version: '1.2.0', baseUrl: 'http://127.0.0.1:4001' },
    ...{ commit: { id: '3f9c2a1b4d5e6f708192a3b4c5d6e7f809192a3b', branch: 'main', url: 'https://ci.example.com/jobs/41' } },
    ...{ summary: 'No findings.', findings: [], ...part },
  };
}

/** What is different where it found an error and a warning. */
export const failing = {
  summary: '1 error, 1 warning: GET /users/{userId} answers 418',
  findings: [undeclared, slow],
  outcome: {
    checks: [
      { id: 'stays', title: 'Answers are as declared', ok: false, message: '2 answers were not' },
      { id: 'access', title: 'Nobody gets in without a token', ok: true, message: '5 operations refused' },
      { id: 'delete', title: 'What is deleted is gone', ok: null, message: 'nothing could be deleted' },
    ],
    tables: [
      {
        title: 'Operations',
        columns: ['operation', 'calls', 'answers'],
        rows: [
          ['GET /users', '40', '200 ×40'],
          ['GET /users/{userId}', '11', '200 ×7 · 418 ×3 · 404 ×1'],
        ],
      },
    ],
    notes: ['DELETE /users/{userId} never answered with success.'],
  },
};
