import type { Json, JsonObject } from '../../document/normalise/json.ts';
import type { Scope } from '../report.ts';
import type { Direction } from '../schema/change.ts';
import { note, type Room } from './room.ts';

interface Living {
  direction: Direction | 'none';
  subject: string;
  /** `operation` or `param`: begins our ids. */
  area: string;
  detail?: string;
  before: JsonObject;
  after: JsonObject;
  aliases: { [rule: string]: string[] };
}

export const operationAliases: Living['aliases'] = {
  'deprecated.added': ['endpoint-deprecated'],
  'deprecated.with-sunset': ['endpoint-deprecated-with-sunset'],
  'deprecated.removed': ['endpoint-reactivated'],
  'sunset.missing': ['api-deprecated-sunset-missing', 'endpoint-deprecated'],
  'sunset.invalid': ['api-deprecated-sunset-parse', 'api-path-sunset-parse'],
  'sunset.removed': ['sunset-deleted'],
  'sunset.earlier': ['api-sunset-date-changed-too-small', 'api-sunset-date-too-small'],
  'stability.decreased': ['api-stability-decreased'],
  'stability.increased': ['api-stability-increased'],
  'stability.invalid': ['api-invalid-stability-level'],
};

export const parameterAliases: Living['aliases'] = {
  'deprecated.added': ['request-parameter-deprecated'],
  'deprecated.with-sunset': ['request-parameter-deprecated'],
  'deprecated.removed': ['request-parameter-reactivated'],
  'sunset.missing': ['request-parameter-deprecated-sunset-missing', 'request-parameter-deprecated'],
  'sunset.invalid': ['request-parameter-sunset-parse'],
  'sunset.removed': ['request-parameter-sunset-deleted'],
  'sunset.earlier': ['request-parameter-sunset-date-changed-too-small', 'request-parameter-sunset-date-too-small'],
};

const dayMs = 86_400_000;

/** The end of the day that a sunset names, in ms; null where it is no date; undefined where there is none. */
export function sunsetMs(node: JsonObject): number | null | undefined {
  const written: Json | undefined = node['x-sunset'] ?? node['x-sunset-date'];
  if (written === undefined) return undefined;
  const text = String(written);
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) return null;
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? ms + dayMs - 1 : ms;
}

/** Deprecated, and past the date on which its end was announced. */
export const isPastSunset = (node: JsonObject, nowMs: number) => node.deprecated === true && (sunsetMs(node) ?? Number.POSITIVE_INFINITY) < nowMs;

/** Deprecation and sunset: a promise that is shortened breaks, one that is missing is asked for. */
export function compareLife(room: Room, scope: Scope, living: Living): void {
  const { before, after, subject, area, direction } = living;
  const tell = (rule: string, severity: 'breaking' | 'warning' | 'info', message: string, help?: string) =>
    note(room, scope, {
      id: `${area}.${rule.replace('.with-sunset', '.added').replace('sunset.missing', 'deprecated.without-sunset')}`,
      aliases: living.aliases[rule] ?? [],
      severity,
      direction,
      message,
      help,
      from: before,
      to: after,
      key: rule.startsWith('deprecated') ? 'deprecated' : rule.startsWith('stability') ? 'x-stability-level' : 'x-sunset',
      detail: living.detail ?? '',
    });
  const [wasMs, isMs] = [sunsetMs(before), sunsetMs(after)];
  if (after.deprecated === true && before.deprecated !== true) {
    if (isMs === undefined)
      tell('sunset.missing', 'warning', `${subject} is now deprecated, without a date for its end.`, 'Say with `x-sunset` until when it stays.');
    else tell('deprecated.with-sunset', 'info', `${subject} is now deprecated and ends on ${String(after['x-sunset'])}.`);
  }
  if (before.deprecated === true && after.deprecated !== true) tell('deprecated.removed', 'info', `${subject} is no longer deprecated.`);
  if (isMs === null && before['x-sunset'] !== after['x-sunset'])
    tell('sunset.invalid', 'warning', `The sunset of ${subject} is no date.`, 'Write it as in 2030-01-31.');
  if (after.deprecated !== true || before.deprecated !== true) return;
  if (wasMs !== undefined && isMs === undefined) tell('sunset.removed', 'breaking', `${subject} is deprecated and has lost the date of its end.`);
  if (typeof wasMs === 'number' && typeof isMs === 'number' && isMs < wasMs)
    tell(
      'sunset.earlier',
      'breaking',
      `${subject} ends on ${String(after['x-sunset'])}, earlier than the ${String(before['x-sunset'])} that was promised.`,
    );
}

const levels = ['draft', 'alpha', 'beta', 'stable'];

/** Draft and alpha promise nothing yet. */
export const isUnstable = (operation: JsonObject) => ['draft', 'alpha'].includes(String(operation['x-stability-level'] ?? ''));

export function compareStability(room: Room, scope: Scope, before: JsonObject, after: JsonObject): void {
  const [was, is] = [before['x-stability-level'], after['x-stability-level']];
  if (was === is) return;
  const base = { from: before, to: after, key: 'x-stability-level' };
  if (is !== undefined && !levels.includes(String(is)))
    note(room, scope, {
      id: 'operation.stability.invalid',
      aliases: ['api-invalid-stability-level'],
      severity: 'warning',
      message: `\`${String(is)}\` is no level of stability: draft, alpha, beta and stable are.`,
      ...base,
    });
  else if (was !== undefined && levels.includes(String(was))) {
    const lower = levels.indexOf(String(is ?? 'stable')) < levels.indexOf(String(was));
    note(room, scope, {
      id: lower ? 'operation.stability.decreased' : 'operation.stability.increased',
      aliases: [lower ? 'api-stability-decreased' : 'api-stability-increased'],
      severity: lower ? 'breaking' : 'info',
      message: `The operation was ${String(was)} and is now ${String(is ?? 'without a level')}.`,
      ...base,
    });
  }
}
