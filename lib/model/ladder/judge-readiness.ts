import type { LadderCheck } from '../ladder.ts';
import { checkOf, counted, listed } from './check.ts';
import type { LadderFacts, MetricsFacts } from './facts.ts';
import { proofOf } from './judge-run.ts';
import { isSheltered } from './place.ts';

function judgeDeclaredAccess({ documents }: LadderFacts): LadderCheck {
  const check = checkOf('security.declared', 'The document says who may call each operation');
  const document = documents.find(({ kind }) => kind === 'openapi');
  if (!document || document.operations === 0) return check.unknown('There is no OpenAPI document with operations.', 'Upload one in the tab API.');
  const { unsaidAccess, operations } = document;
  if (unsaidAccess.length === 0) return check.met('Every operation names its credentials, or says that none are needed.');
  return check.unmet(
    `${unsaidAccess.length} of ${counted(operations, 'operation')} do not: ${listed(unsaidAccess)}.`,
    'Declare security for the document or the operation; `security: []` where it is open to everybody.',
  );
}

function judgeEnforcedAccess(facts: LadderFacts): LadderCheck {
  const check = checkOf('security.enforced', 'A full contract run found no open door');
  const proof = proofOf(facts);
  if (!proof) return check.unknown('There is no OpenAPI document that could ask for credentials.', 'Upload one in the tab API.');
  const { whole: run, help } = proof;
  if (!run) return check.unknown('There is no full contract run of the current revision.', help.push);
  if (run.accessFaults === 0)
    return check.met('Calls without credentials, or with wrong ones, were refused wherever the document asks for some.', run.id);
  return check.unmet(
    `${counted(run.accessFaults, 'operation')} answered without the declared credentials.`,
    'Refuse such calls with 401, or declare the operation open with `security: []`.',
    run.id,
  );
}

function judgeTransport({ service: { baseUrl, instances } }: LadderFacts): LadderCheck {
  const check = checkOf('security.transport', 'Calls go by HTTPS, or stay in a private network');
  if (baseUrl === null) return check.unknown('There is no base URL.', 'Give the base URL in Settings.');
  const open = [baseUrl, ...instances].filter((address) => !isSheltered(address));
  if (open.length === 0) return check.met(`${baseUrl}${instances.length > 0 ? ` and ${counted(instances.length, 'instance')}` : ''}.`);
  return check.unmet(
    `${listed(open)} ${open.length === 1 ? 'is' : 'are'} public and not encrypted.`,
    'Serve it by HTTPS, and change the address in Settings.',
  );
}

function judgeRunbook({ service }: LadderFacts): LadderCheck {
  const check = checkOf('ready.runbook', 'There is a runbook');
  return service.hasRunbook
    ? check.met('A link to it is kept.')
    : check.unmet('No link to one is kept.', 'Add a link of the kind runbook in Settings.');
}

function judgeObjective({ service: { tier, latencyObjective } }: LadderFacts): LadderCheck {
  const check = checkOf('ready.objective', 'Tier and latency objective are set');
  if (!latencyObjective)
    return check.unmet(`Tier ${tier}, and no latency objective.`, 'Set one in Settings, such as 95 % of requests within 300 ms.');
  const { percentile, thresholdMs } = latencyObjective;
  return check.met(`Tier ${tier}; ${percentile} % of requests within ${thresholdMs.toLocaleString('en')} ms.`);
}

const noMetrics = 'Give the metrics path or a metrics source in Settings; the tab Settings shows what the doctor says of them.';

function judgeMetrics({ service, metrics }: LadderFacts): LadderCheck {
  const check = checkOf('ready.metrics', 'Its metrics are understood');
  if (metrics) {
    if (metrics.contradiction !== null) return check.unmet(`They contradict themselves: ${metrics.contradiction}`, 'See the metrics doctor.');
    return metrics.rate
      ? check.met('Requests are recognised.')
      : check.unmet('No family of them is recognised as requests.', 'Count requests with a known library: the metrics doctor shows the line to add.');
  }
  return service.metricsPath === null && service.metricsSource === null
    ? check.unmet('It has none.', noMetrics)
    : check.unmet('None were read lately.', noMetrics);
}

function judgeVersion({ service: { health, version } }: LadderFacts): LadderCheck {
  const check = checkOf('ready.version', 'It says which version runs');
  if (version !== null) return check.met(`Version ${version}.`);
  return health === null
    ? check.unknown('Nobody has looked at its health lately.', 'Wait for the next look.')
    : check.unmet('Neither health nor metrics say it.', 'Answer health with a field `version`, or export `build_info`.');
}

const needed = ['cpu', 'memory'] as const;

/** What on-call looks at first: how much, how many errors, how slow, how full. */
function findMissingSignals({ rate, errors, latency, missing }: MetricsFacts): string[] {
  const signals = [
    ['rate', rate],
    ['errors', errors],
    ['latency', latency],
  ] as const;
  return [...signals.filter(([, told]) => !told).map(([name]) => name), ...needed.filter((kind) => missing?.includes(kind))];
}

function judgeSignals({ metrics }: LadderFacts): LadderCheck {
  const check = checkOf('ready.signals', 'On-call sees rate, errors, latency, CPU and memory');
  if (!metrics) return check.unknown('No metrics were read lately.', noMetrics);
  const missing = findMissingSignals(metrics);
  const help = 'The metrics doctor and the saturation panel show the line that adds each.';
  if (missing.length > 0) return check.unmet(`Not told: ${missing.join(', ')}.`, help);
  return metrics.missing === null ? check.unknown('Nothing is known of CPU and memory.', help) : check.met('All are told.');
}

/** Level 4 but for chaos: secure, and ready to operate. */
export function judgeReadiness(facts: LadderFacts): LadderCheck[] {
  return [
    judgeDeclaredAccess(facts),
    judgeEnforcedAccess(facts),
    judgeTransport(facts),
    judgeRunbook(facts),
    judgeObjective(facts),
    judgeMetrics(facts),
    judgeVersion(facts),
    judgeSignals(facts),
  ];
}
