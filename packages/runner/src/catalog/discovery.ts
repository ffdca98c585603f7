import { askWith, type Server } from '../ask.ts';

/** One place that answered, and what it shows. */
export interface Find {
  kind: 'health' | 'metrics' | 'document';
  path: string;
  confidence: string;
  evidence: string;
  durationMs: number;
}

export interface Discovery {
  baseUrl: string;
  reachable: boolean;
  reason: string;
  health: Find | null;
  metrics: Find | null;
  document: Find | null;
  others: Find[];
  suggestion: {
    name: string;
    displayName: string;
    description: string;
    healthCheckPath: string | null;
    metricsPath: string | null;
    openapiPath: string | null;
  };
}

/** Asks Signalbox to look at an address. It looks itself: what it cannot reach, it could not watch either. */
export const discover = (server: Server, baseUrl: string) => askWith<Discovery>(server, 'POST', '/discover', { baseUrl });

export const findsOf = ({ health, metrics, document }: Discovery): Find[] => [health, metrics, document].filter((find) => find !== null);

const names = { health: 'health', metrics: 'metrics', document: 'document' };

/** One place on one line, with why it is believed. */
export const describeFind = ({ kind, path, confidence, evidence, durationMs }: Find): string =>
  `  ${names[kind].padEnd(9)} ${path}  ${confidence}: ${evidence} (${durationMs.toFixed(0)} ms)`;
