import type { Finding } from '../finding.ts';
import type { DriftFacts } from './facts.ts';
import { driftFinding } from './finding.ts';

/** Major, minor and patch; null where a text is no such version. */
function readVersion(text: string): [number, number, number] | null {
  const [, major, minor, patch] = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:[-+.].*)?$/.exec(text.trim()) ?? [];
  return major === undefined ? null : [Number(major), Number(minor ?? 0), Number(patch ?? 0)];
}

/** The version that a service says it runs against the one that its document says. A release that only mends changes no contract. */
export function findVersionDrift({ document, service }: DriftFacts): Finding[] {
  if (!document?.version || service.version === null) return [];
  const [told, declared] = [readVersion(service.version), readVersion(document.version)];
  if (!told || !declared || (told[0] === declared[0] && told[1] === declared[1])) return [];
  return [
    driftFinding({
      ...{ id: 'version.differs', severity: told[0] === declared[0] ? 'info' : 'warning', operation: null, pointer: '/info/version' },
      message: `The service says that it runs ${service.version}; its document describes ${document.version}.`,
      ...{ declared: document.version, actual: service.version },
      help: 'Upload the document of the version that runs. If the two are counted apart, accept this with a reason.',
    }),
  ];
}

const few = (keys: readonly string[]) => `${keys.slice(0, 3).join(', ')}${keys.length > 3 ? ` and ${keys.length - 3} more` : ''}`;

/** The document that a service serves now against the one that is current here. */
export function findDocumentDrift({ document, served }: DriftFacts): Finding[] {
  if (!document || !served) return [];
  const kept = new Set(document.operations.map(({ key }) => key));
  const own = served.operations ?? [];
  const added = own.filter((key) => !kept.has(key));
  const gone = served.operations === null ? [] : [...kept].filter((key) => !own.includes(key));
  const differences = [
    ...(added.length > 0 ? [`it serves ${few(added)}, which the uploaded one lacks`] : []),
    ...(gone.length > 0 ? [`it lacks ${few(gone)}`] : []),
  ];
  const which = served.revision === null ? 'another document' : `revision ${served.revision}`;
  const details = differences.length > 0 ? differences.join('; ') : 'their operations are the same, their texts are not';
  return [
    driftFinding({
      ...{ id: 'document.differs', severity: 'warning', operation: null, pointer: '' },
      message: `The service serves ${which}, and revision ${document.revision} was uploaded after it: ${details}.`,
      ...{ declared: `revision ${document.revision}, uploaded`, actual: `${which}, served at ${served.url}` },
      help: 'Deploy the version that serves the uploaded document, or upload no more and let Signalbox fetch it.',
    }),
  ];
}
