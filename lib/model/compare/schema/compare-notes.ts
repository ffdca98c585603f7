import { equalJson } from '../../document/normalise/json.ts';
import { type Comparison, spots } from './comparison.ts';

/** What a schema says about itself rather than about its values: defaults and its own life. */
export function compareNotes(comparison: Comparison): void {
  compareDefault(comparison);
  compareLife(comparison);
}

function compareDefault({ a, b, changes }: Comparison): void {
  if (equalJson(a.fallback, b.fallback)) return;
  const change = a.fallback === undefined ? 'added' : b.fallback === undefined ? 'removed' : 'changed';
  changes.push({
    kind: `default.${change}`,
    relation: 'none',
    ...(a.fallback === undefined ? {} : { before: a.fallback }),
    ...(b.fallback === undefined ? {} : { after: b.fallback }),
    aliases: [`default-value-${change}`],
    ...spots(a, b, 'default'),
  });
}

const levels = ['draft', 'alpha', 'beta', 'stable'];

function compareLife({ a, b, changes }: Comparison): void {
  const place = spots(a, b, 'deprecated', 'x-sunset');
  const sunset = b.extensions.get('x-sunset');
  if (b.deprecated && !a.deprecated) {
    const missing = sunset === undefined;
    changes.push({
      kind: 'deprecated.added',
      relation: 'none',
      aliases: ['deprecated', ...(missing ? ['deprecated-sunset-missing'] : ['deprecated-with-sunset'])],
      ...(missing ? { help: 'Say with `x-sunset` until when it stays.' } : { after: sunset }),
      ...place,
    });
  }
  if (sunset !== undefined && Number.isNaN(Date.parse(String(sunset))) && !equalJson(sunset, a.extensions.get('x-sunset')))
    changes.push({
      kind: 'sunset.invalid',
      relation: 'none',
      request: 'warning',
      response: 'warning',
      after: sunset,
      aliases: ['deprecated-sunset-invalid', 'sunset-parse'],
      ...place,
    });
  if (a.deprecated && !b.deprecated) changes.push({ kind: 'deprecated.removed', relation: 'none', aliases: ['reactivated'], ...place });
  compareSunset({ a, b, changes }, place);
  compareStability({ a, b, changes });
}

type Part = Pick<Comparison, 'a' | 'b' | 'changes'>;

function compareSunset({ a, b, changes }: Part, place: ReturnType<typeof spots>): void {
  const [before, after] = [a.extensions.get('x-sunset'), b.extensions.get('x-sunset')];
  if (before === undefined || !b.deprecated) return;
  if (after === undefined)
    changes.push({
      kind: 'sunset.removed',
      relation: 'none',
      request: 'breaking',
      response: 'breaking',
      before,
      aliases: ['sunset-deleted'],
      ...place,
    });
  else if (Date.parse(String(after)) < Date.parse(String(before)))
    changes.push({
      kind: 'sunset.earlier',
      relation: 'none',
      request: 'breaking',
      response: 'breaking',
      before,
      after,
      aliases: ['sunset-date-changed-too-small', 'sunset-date-too-small'],
      ...place,
    });
}

function compareStability({ a, b, changes }: Part): void {
  const [before, after] = [a.extensions.get('x-stability-level'), b.extensions.get('x-stability-level')];
  if (before === undefined || after === undefined || before === after) return;
  const decreased = levels.indexOf(String(after)) < levels.indexOf(String(before));
  const severity = decreased ? 'breaking' : 'info';
  changes.push({
    kind: decreased ? 'stability.decreased' : 'stability.increased',
    relation: 'none',
    request: severity,
    response: severity,
    before,
    after,
    aliases: [decreased ? 'stability-decreased' : 'stability-increased'],
    ...spots(a, b, 'x-stability-level'),
  });
}
