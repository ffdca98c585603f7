import { spellMs } from './quantity.ts';

/** What Signalbox knows of itself at the moment when a service would be called down. */
export interface SelfReport {
  /** 99th percentile of the event loop's lag over the last seconds, ms. */
  eventLoopLagMs: number;
  /** How long the last write took, ms; null: none yet. */
  storeWriteMs: number | null;
  /** Whether our own loopback responder answered. */
  controlAnswered: boolean;
  /** Services whose last look ended in silence (no answer, no refusal), the hosts they live on, and all services. */
  silent: { services: number; hosts: number; of: number };
}

const maxLagMs = 500;
const maxWriteMs = 5000;
const minSilentServices = 5;
const minSilentHosts = 3;
const maxSilentShare = 0.5;

/** Why a failed look may be our own fault, in words; null when nothing speaks for it. */
export function findSelfTrouble(report: SelfReport): string | null {
  if (!report.controlAnswered) return 'Signalbox cannot even reach itself';
  if (report.eventLoopLagMs > maxLagMs) return `Signalbox is overloaded: it lags ${spellMs(report.eventLoopLagMs)} behind`;
  if (report.storeWriteMs !== null && report.storeWriteMs > maxWriteMs) {
    return `Signalbox's database is slow: a write took ${spellMs(report.storeWriteMs)}`;
  }
  const { services, hosts, of } = report.silent;
  if (services >= minSilentServices && hosts >= minSilentHosts && services > of * maxSilentShare) {
    return `${services} of ${of} services went silent at once: the network of Signalbox itself is the likelier cause`;
  }
  return null;
}
