import type { Severity } from '../finding.ts';
import { directionOf, type MessagePart, type Report, type Scope } from './report.ts';
import { nameAliases, nameRule } from './rule.ts';
import { type Change, type Direction, narrows, type Relation, widens } from './schema/change.ts';
import type { Pair, Pairs, Step, Visit, Way } from './schema/pair.ts';
import { describeChange } from './wording.ts';

const mostPerPart = 500;

/** Reports all differences between the schemas of one part of a message: each pair once, at its shortest path. */
export function emitSchemas(report: Report, pairs: Pairs, scope: Scope, part: MessagePart, seen = new Set<Pair>()): void {
  const start = pairs.pairOf(pairs.from.conjunction(part.from), pairs.to.conjunction(part.to));
  if (!pairs.isDirty(start)) return;
  const direction = directionOf(scope, part.direction);
  let count = 0;
  for (const visit of listVisits(pairs, start, direction)) {
    if (seen.has(visit.pair)) continue;
    if (!visit.isGuarded) seen.add(visit.pair);
    for (const change of visit.pair.changes) if (count++ < mostPerPart) emitChange(report, pairs, scope, part, visit, change);
  }
}

/** The pairs with differences of their own from here on, nearest first. The same for every operation that begins here. */
function listVisits(pairs: Pairs, start: Pair, direction: Direction): Visit[] {
  start.visits ??= {};
  start.visits[direction] ??= walk(pairs, start, direction);
  return start.visits[direction];
}

/** Beyond so many steps in all, as in a large document whose schemas all hold each other, a walk goes only as far as the second figure. */
const freeSteps = 400_000;
const fewSteps = 150;

function walk(pairs: Pairs, start: Pair, direction: Direction): Visit[] {
  pairs.walks += 1;
  const mark = pairs.walks;
  const queue: Visit[] = [{ pair: start, way: undefined, isGuarded: false }];
  start.walk = mark;
  for (const { pair, way, isGuarded } of queue) {
    pairs.steps += 1;
    if (pairs.steps > freeSteps && queue.length > fewSteps) break;
    pair.dirtyEdges ??= pair.edges.filter((edge) => pairs.isDirty(edge.pair));
    for (const edge of pair.dirtyEdges) {
      const hidden = isGuarded || (direction === 'request' ? edge.readOnly : edge.writeOnly);
      if (enter(edge.pair, hidden, mark)) queue.push({ pair: edge.pair, way: { before: way, step: edge.step }, isGuarded: hidden });
    }
  }
  return queue.filter(({ pair }) => pair.changes.length > 0);
}

/** False where this walk was before, openly or as well guarded. */
function enter(pair: Pair, isGuarded: boolean, mark: number): boolean {
  if (pair.walk === mark || (isGuarded && pair.guardedWalk === mark)) return false;
  if (isGuarded) pair.guardedWalk = mark;
  else pair.walk = mark;
  return true;
}

function stepsOf(way: Way | undefined): Step[] {
  const steps: Step[] = [];
  for (let at = way; at; at = at.before) steps.push(at.step);
  return steps.reverse();
}

function emitChange(report: Report, pairs: Pairs, scope: Scope, part: MessagePart, { pair, way, isGuarded }: Visit, change: Change): void {
  const path = stepsOf(way);
  const direction = directionOf(scope, part.direction);
  const nested = path.length > 0;
  const text = showPath(path);
  const hidden = isGuarded || (direction === 'request' ? change.readOnly : change.writeOnly) === true;
  const severity = hidden ? 'info' : weigh(change, direction, part);
  const subject = nested ? `\`${text}\` of ${part.subject}` : part.subject;
  const fromPointer = pointerOf(pairs.from, change.from);
  const toPointer = pointerOf(pairs.to, change.to);
  report.add(
    scope,
    {
      id: nameRule(change.kind, part.area, nested),
      aliases: nameAliases(change.aliases ?? [], part, nested),
      severity,
      direction,
      message: describeChange(change, subject, direction),
      help: change.help,
      fromPointer,
      toPointer,
      detail: [part.area, part.in, part.name, part.status, part.mediaType, text, change.name, JSON.stringify(change.hints ?? null)].join(' '),
    },
    { part, change, path, pair },
  );
}

function pointerOf(side: Pairs['from'], spot: Change['from']): string | undefined {
  return spot && side.pointerTo(spot.node, spot.key);
}

/** Severity is computed: direction × what becomes of the values × guards. */
function weigh(change: Change, direction: Direction, part: MessagePart): Severity {
  const relation: Relation = part.area !== 'body' && change.onWire ? change.onWire : change.relation;
  const breaks = direction === 'request' ? narrows(relation) : widens(relation);
  let severity: Severity = change[direction] ?? (breaks ? 'breaking' : 'info');
  if (change.kind.startsWith('default.') && part.area === 'param') severity = 'warning';
  return severity === 'breaking' && part.isError ? 'warning' : severity;
}

/** `items[].status`: the way to a place, as people write it. */
export function showPath(path: Step[]): string {
  let text = '';
  for (const step of path) text += showStep(step, text === '');
  return text;
}

function showStep(step: Step, isFirst: boolean): string {
  if (step.kind === 'property') return `${isFirst ? '' : '.'}${step.name}`;
  if (step.kind === 'items') return '[]';
  if (step.kind === 'prefix') return `[${step.index}]`;
  if (step.kind === 'additional') return `${isFirst ? '' : '.'}*`;
  if (step.kind === 'branch') return `(${step.name})`;
  if (step.kind === 'pattern' || step.kind === 'needs') return `(${step.name})`;
  return `(${step.kind})`;
}
