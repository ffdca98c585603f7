import { calleeKey } from '../callee.ts';
import type { Exposition, Labels } from '../exposition.ts';
import type { Family } from './family.ts';
import { labelOf } from './label.ts';
import type { Dialect, Only } from './row.ts';

/** Whether a series is of requests that the service served; null: all are. */
export type Pick = ((labels: Labels) => boolean) | null;

function passes({ is, not }: Only, value: string): boolean {
  return (is === undefined || is.test(value)) && !not?.test(value);
}

/** The label that names services, with the values of it that mean the one asked for. */
function selfOf(exposition: Exposition, family: Family, dialect: Dialect, service: string | null) {
  for (const wanted of dialect.self ?? []) {
    const label = labelOf(family.labelNames, [wanted]);
    if (label === null) continue;
    const values = new Set(family.counts.flatMap((index) => exposition.labelsOf(index).get(label) ?? []));
    const own = service === null ? [] : [...values].filter((value) => meansService(value, service));
    if (own.length > 0) return { label, own: new Set(own) };
    if (dialect.selfNeeded && values.size > 1) return 'foreign';
  }
  return null;
}

/** `shop-orders-8080@kubernetes`, `orders.shop.svc.cluster.local`, `orders` → orders. */
function meansService(value: string, service: string): boolean {
  const plain = value.replace(/@[a-z]+$/, '');
  if (calleeKey(plain) === calleeKey(service)) return true;
  const inner = plain.replace(/-(?:\d+|https?|web)$/, '');
  return plain !== value && inner.endsWith(`-${service}`);
}

/** Which series of a family count, and whether a label says that they are the service's own; null when not one does. */
export function pickOf(exposition: Exposition, family: Family, dialect: Dialect, service: string | null): { pick: Pick; own: boolean } | null {
  const self = selfOf(exposition, family, dialect, service);
  if (self === 'foreign') return null;
  const rules = (dialect.only ?? []).flatMap((only) => {
    const label = labelOf(family.labelNames, only.labels);
    return label === null ? [] : [{ label, only }];
  });
  if (rules.length === 0 && self === null) return { pick: null, own: false };
  const pick = (labels: Labels) => {
    if (self && !self.own.has(labels.get(self.label) ?? '')) return false;
    return rules.every(({ label, only }) => {
      const value = labels.get(label);
      return value === undefined || passes(only, value);
    });
  };
  return family.counts.some((index) => pick(exposition.labelsOf(index))) ? { pick, own: self !== null } : null;
}
