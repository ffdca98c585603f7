import type { LadderCheck } from '../ladder.ts';
import { checkOf, counted, listed } from './check.ts';
import type { DocumentFacts, LadderFacts } from './facts.ts';
import { serversAgree } from './place.ts';
import { findPolicyFaults } from './policy.ts';

const names = { openapi: 'OpenAPI', asyncapi: 'AsyncAPI' };
const nameOf = ({ kind, revision }: DocumentFacts) => `${names[kind]} document, revision ${revision}`;

/** Level 0: there is a contract, and somebody tests. */
export function judgePresence({ documents, runs, service }: LadderFacts): LadderCheck[] {
  const document = checkOf('document.present', 'There is an API document');
  const tests = checkOf('tests.present', 'Tests exist');
  const [latest] = runs.toSorted((a, b) => (a.madeAt < b.madeAt ? 1 : -1));
  return [
    documents.length > 0
      ? document.met(documents.map(nameOf).join('; '))
      : document.unmet('There is none yet.', 'Say in Settings where the service serves its document, or upload it in the tab API.'),
    latest
      ? tests.met(`A ${latest.kind} run of ${latest.madeAt.slice(0, 10)} is kept.`, latest.id)
      : tests.unmet(
          'No run has come to a result yet.',
          `Start a read-only run in the tab Validation, or push one from CI: \`signalbox contract … --report-to ${service.name}\``,
        ),
  ];
}

const noDocument = ['There is no document.', 'Upload one in the tab API, or say in Settings where it is served.'] as const;

function judgeViolations(documents: readonly DocumentFacts[]): LadderCheck {
  const check = checkOf('document.valid', 'The document keeps to its specification');
  if (documents.length === 0) return check.unknown(...noDocument);
  const bad = documents.filter(({ violations }) => violations > 0);
  if (bad.length === 0) return check.met('No violation.');
  return check.unmet(
    `${bad.map((one) => `${nameOf(one)}: ${counted(one.violations, 'violation')}`).join('; ')}.`,
    'Mend them: the tab API lists each with its line and what to do.',
  );
}

function judgeLint(documents: readonly DocumentFacts[]): LadderCheck {
  const check = checkOf('document.lint', 'The document is lint-clean');
  if (documents.length === 0) return check.unknown(...noDocument);
  const hits = documents.filter(({ lint }) => lint && lint.errors + lint.warnings > 0);
  if (hits.length > 0) {
    const words = hits.map((one) => `${nameOf(one)}: ${counted(one.lint?.errors ?? 0, 'error')}, ${counted(one.lint?.warnings ?? 0, 'warning')}`);
    return check.unmet(`${words.join('; ')}.`, 'Mend them, or accept them with a reason: the tab API lists them under Quality.');
  }
  const open = documents.find(({ lint }) => lint === null);
  if (!open) return check.met('No error and no warning that nobody accepted.');
  return open.wasLinted
    ? check.unknown(`${nameOf(open)} could not be linted.`, 'Mend its violations first, and upload it again.')
    : check.unknown(`${nameOf(open)} is not linted yet.`, 'Wait a moment: the worker lints every new revision.');
}

function judgeHealth({ service: { baseUrl, health } }: LadderFacts): LadderCheck {
  const check = checkOf('config.health', 'Base URL is set, and health answers');
  if (baseUrl === null) return check.unmet('There is no base URL.', 'Give the base URL in Settings.');
  if (health === null) return check.unknown('Nobody has looked at it lately.', 'Wait for the next look; if none comes, see whether the worker runs.');
  if (health.ok) return check.met(`Health answers: ${health.reason}.`);
  return check.unmet(
    `Health does not answer as it should: ${health.reason}.`,
    'Bring the service up, or correct base URL and health path in Settings.',
  );
}

function judgeOwner({ service: { team } }: LadderFacts): LadderCheck {
  const check = checkOf('config.owner', 'A team owns it');
  return team === null ? check.unmet('No team owns it.', 'Name the owning team in Settings.') : check.met(`${team} owns it.`);
}

function judgeServers({ documents, service: { baseUrl, instances } }: LadderFacts): LadderCheck {
  const check = checkOf('config.servers', 'The servers of the document agree with the base URL');
  const document = documents.find(({ kind }) => kind === 'openapi');
  if (baseUrl === null) return check.unknown('There is no base URL to compare them with.', 'Give the base URL in Settings.');
  if (!document && documents.length > 0) return check.met('Its document speaks of events: its servers are brokers.');
  if (!document) return check.unknown(...noDocument);
  const { servers } = document;
  if (servers.length === 0) return check.met('It names none, which means where it is served.');
  if (serversAgree(servers, [baseUrl, ...instances])) return check.met(`It names ${listed(servers)}.`);
  return check.unmet(
    `It names ${listed(servers)}; the service is registered at ${baseUrl}.`,
    `Add ${baseUrl} to its servers, or a relative one such as /, or correct the base URL in Settings.`,
  );
}

function judgePolicy({ service }: LadderFacts): LadderCheck {
  const check = checkOf('config.policy', 'The numbers of the call policy make sense');
  const faults = findPolicyFaults(service);
  if (faults.length > 0) return check.unmet(`${faults.map(({ message }) => message).join('; ')}.`, faults.map(({ help }) => help).join(' '));
  const { timeoutSeconds, maxRetries, circuitBreakerThreshold } = service;
  return check.met(`Time-out ${timeoutSeconds} s, ${counted(maxRetries, 'retry', 'retries')}, breaker after ${circuitBreakerThreshold} failures.`);
}

/** Level 1: document and configuration are valid. */
export function judgeValidity(facts: LadderFacts): LadderCheck[] {
  return [
    judgeViolations(facts.documents),
    judgeLint(facts.documents),
    judgeHealth(facts),
    judgeOwner(facts),
    judgeServers(facts),
    judgePolicy(facts),
  ];
}
