import { consentTag } from '../consent.ts';
import type { LadderCheck } from '../ladder.ts';
import type { RunKind } from '../run.ts';
import { checkOf, counted, dayOf } from './check.ts';
import type { DocumentFacts, LadderFacts, RunFacts } from './facts.ts';

/** A result that is older says nothing of the service as it is. */
const provesForMs = 30 * 86_400_000;
const days = provesForMs / 86_400_000;

const isOld = ({ madeAt }: RunFacts, nowMs: number) => nowMs - Date.parse(madeAt) > provesForMs;

const newestFirst = (runs: readonly RunFacts[], kind: RunKind) =>
  runs.filter((run) => run.kind === kind).toSorted((a, b) => (a.madeAt < b.madeAt ? 1 : -1));

/** What a contract run must have sent to prove a whole document: everything, or only reads where there is nothing else. */
interface Proof {
  document: DocumentFacts;
  help: { start: string; push: string };
  /** The run that could prove all of it. */
  whole: RunFacts | undefined;
  /** Every run of the current revision, newest first. */
  current: RunFacts[];
  /** The newest, whatever its revision. */
  latest: RunFacts | undefined;
}

function helpFor({ name, baseUrl }: LadderFacts['service']): Proof['help'] {
  const command = `\`signalbox contract ${baseUrl ?? '<base URL>'} --report-to ${name}\``;
  return {
    start: `Start a read-only run in the tab Validation, or push a full one from CI: ${command}`,
    push: `Push a full run from CI: ${command}`,
  };
}

export function proofOf({ documents, runs, service }: LadderFacts): Proof | null {
  const document = documents.find(({ kind }) => kind === 'openapi');
  if (!document) return null;
  const made = newestFirst(runs, 'contract');
  const current = made.filter(({ revision }) => revision === document.revision);
  return { document, help: helpFor(service), current, latest: made[0], whole: current.find(({ readOnly }) => !readOnly || document.writes === 0) };
}

const needsDocument = ['Contract runs are made against an OpenAPI document, and there is none.', 'Upload one in the tab API.'] as const;

function judgeCurrent(proof: Proof | null, nowMs: number): LadderCheck {
  const check = checkOf('contract.current', `A contract run of the current revision, at most ${days} days old`);
  if (!proof) return check.unknown(...needsDocument);
  const { document, current, latest, help } = proof;
  const [run] = current;
  if (!latest) return check.unknown('No contract run has come to a result yet.', help.start);
  if (!run) {
    const against = latest.revision === null ? 'no revision' : `revision ${latest.revision}`;
    return check.unmet(`The latest was held against ${against}; revision ${document.revision} is current.`, help.start, latest.id);
  }
  if (isOld(run, nowMs)) return check.unmet(`The latest was made on ${dayOf(run.madeAt)}.`, help.start, run.id);
  return check.met(`Made on ${dayOf(run.madeAt)} against revision ${document.revision}.`, run.id);
}

function judgePassed(proof: Proof | null): LadderCheck {
  const check = checkOf('contract.passed', 'The contract run found no error');
  if (!proof) return check.unknown(...needsDocument);
  const { current, whole, help } = proof;
  const [newest] = current;
  if (!newest) return check.unknown('There is no contract run of the current revision.', help.start);
  const faulty = [newest, ...(whole ? [whole] : [])].find(({ errors }) => errors > 0);
  if (!faulty) return check.met('No error that nobody accepted.', (whole ?? newest).id);
  return check.unmet(
    `The run of ${dayOf(faulty.madeAt)} found ${counted(faulty.errors, 'error')} that nobody accepted.`,
    'Mend them and run again: each comes with its exchange and a curl line. Or accept them with a reason.',
    faulty.id,
  );
}

function judgeComplete(proof: Proof | null, nowMs: number): LadderCheck {
  const check = checkOf('contract.complete', 'The contract run proved every operation');
  if (!proof) return check.unknown(...needsDocument);
  const { document, whole, current, help } = proof;
  const { operations, writes } = document;
  if (operations === 0) return check.unknown('The document has no operation to prove.', 'Describe the operations of the service.');
  if (!whole && current[0]) {
    const reads = operations - writes;
    const others = counted(writes, 'operation');
    return check.unmet(`Only the ${counted(reads, 'read')} were tried; ${others} that change something need a full run.`, help.push, current[0].id);
  }
  if (!whole) return check.unknown('There is no contract run of the current revision.', help.start);
  if (isOld(whole, nowMs)) return check.unmet(`The latest run of everything was made on ${dayOf(whole.madeAt)}.`, help.push, whole.id);
  if (whole.operations === null || whole.unproven === null)
    return check.unknown('The run does not say which operations it proved.', help.push, whole.id);
  if (whole.operations < operations)
    return check.unmet(`It tried ${whole.operations} of ${counted(operations, 'operation')}.`, 'Run it without leaving operations out.', whole.id);
  if (whole.unproven > 0) {
    const left = counted(whole.unproven, 'operation');
    const mend = 'The run says at last what each was refused with: give it credentials, or examples in the document.';
    return check.unmet(`${left} of ${whole.operations} never answered a valid request with success.`, mend, whole.id);
  }
  return check.met(`${counted(whole.operations, 'operation')} answered valid requests with success.`, whole.id);
}

/** Level 2: the service keeps its contract. A read-only run proves only reads, and takes nothing away that a full one proved. */
export function judgeContract(facts: LadderFacts, nowMs: number): LadderCheck[] {
  const proof = proofOf(facts);
  return [judgeCurrent(proof, nowMs), judgePassed(proof), judgeComplete(proof, nowMs)];
}

function helpForChaos({ name, allowsChaos }: LadderFacts['service']): string {
  const command = `\`signalbox chaos … --allow ${name} --report-to ${name}\``;
  if (allowsChaos) return `Its owner agreed, by the tag \`${consentTag}\`. Push one: ${command}`;
  return `Its owner agrees to experiments by the tag \`${consentTag}\`, in Settings under Owner. Then push one: ${command}`;
}

const kinds: Record<Exclude<RunKind, 'contract'>, { title: string; help: (service: LadderFacts['service']) => string }> = {
  e2e: { title: 'End-to-end tests pass', help: ({ name }) => `Report them from CI: \`signalbox report ${name} --junit results.xml\`` },
  load: { title: 'The load run passes', help: ({ name }) => `Push one from CI: \`signalbox load … --report-to ${name}\`` },
  resilience: { title: 'The resilience run passes', help: ({ name }) => `Push one from CI: \`signalbox resilience … --report-to ${name}\`` },
  chaos: { title: 'The chaos run passes', help: helpForChaos },
};

/** Whether the latest run of a kind passed, and lately. */
export function judgeKind({ runs, service }: LadderFacts, kind: keyof typeof kinds, nowMs: number): LadderCheck {
  const { title, help: helpOf } = kinds[kind];
  const help = helpOf(service);
  const check = checkOf(`${kind}.passed`, title);
  const [run] = newestFirst(runs, kind);
  if (!run) return check.unknown('None has come to a result yet.', help);
  if (run.errors > 0) {
    const found = `The run of ${dayOf(run.madeAt)} found ${counted(run.errors, 'error')} that nobody accepted.`;
    return check.unmet(found, 'Mend them and run again, or accept them with a reason.', run.id);
  }
  if (isOld(run, nowMs)) return check.unmet(`The latest was made on ${dayOf(run.madeAt)}, more than ${days} days ago.`, help, run.id);
  return check.met(`Passed on ${dayOf(run.madeAt)}.`, run.id);
}
