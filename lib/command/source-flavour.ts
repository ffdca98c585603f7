import type { Question, Told } from '#lib/probe/prometheus.ts';
import { isFields } from '#lib/probe/prometheus-answer.ts';

const deadlineMs = 5000;

/** What a server is, in a word and its version. */
export interface Flavour {
  name: string;
}

const text = (value: unknown) => (typeof value === 'string' && value.length <= 100 ? value : null);

/** Mimir, Thanos and VictoriaMetrics answer like a Prometheus, and some say what they are. */
function readFlavour(data: unknown): Flavour {
  const version = isFields(data) ? text(data.version) : null;
  const application = isFields(data) ? text(data.application) : null;
  return { name: [application ?? 'Prometheus', version ?? ''].join(' ').trim() };
}

/** What the server calls itself; null where it does not say. */
export async function askFlavour(ask: (question: Question<Flavour>) => Promise<Told<Flavour>>): Promise<Flavour | null> {
  const told = await ask({ path: '/api/v1/status/buildinfo', form: null, deadlineMs, read: readFlavour });
  return told.ok ? told.data : null;
}
