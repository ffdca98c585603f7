import type { OperationEntry } from '../document.ts';
import type { Finding } from '../finding.ts';
import type { DocumentSide, DriftFacts, ObservedRoute } from './facts.ts';
import { driftFinding } from './finding.ts';
import { type ReadRoute, readRoutes } from './routes.ts';

/** A call that is longer ago says nothing of the service as it is. */
const memoryMs = 30 * 86_400_000;

const isRecent = ({ seenAt }: ObservedRoute, nowMs: number) => seenAt !== null && nowMs - Date.parse(seenAt) <= memoryMs;

const minuteOf = (iso: string) => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

/** `2.4 requests/s now`, or when a call was last seen. */
function describeTraffic({ requestRate, seenAt }: ObservedRoute): string {
  if (requestRate !== null && requestRate > 0) return `${Number(requestRate.toPrecision(2)).toLocaleString('en')} requests/s now`;
  return seenAt === null ? 'no call seen since Signalbox looks' : `last call seen at ${minuteOf(seenAt)}`;
}

/** A refused call of a method counts in the metrics like any other, also those of the contract run itself. */
const isRefused = ({ method }: ReadRoute, { wereMethodsTried, contract }: DriftFacts) =>
  wereMethodsTried && !contract.some(({ id, operation }) => id.startsWith('method.undeclared.') && operation?.startsWith(`${method} `));

function judgeUndeclared(route: ReadRoute, facts: DriftFacts, nowMs: number): Finding[] {
  const isPast = route.seenAt !== null && !isRecent(route, nowMs);
  if (route.operations.length > 0 || route.isDoubtful || isPast) return [];
  const traffic = describeTraffic(route);
  const operation = `${route.method} ${route.route}`.trim();
  const severity = route.seenAt === null ? 'info' : 'warning';
  if (route.declared.length > 0 && isRefused(route, facts)) return [];
  if (route.declared.length > 0)
    return [
      driftFinding({
        ...{ id: 'method.undeclared', severity, operation, pointer: '/paths' },
        message: `The metrics name ${route.method} at ${route.route}: the document declares the path, but not this method.`,
        ...{ declared: route.declared.join(', '), actual: `${route.method}, ${traffic}` },
        help: 'Describe the operation in the document, or let the service answer 405.',
      }),
    ];
  return [
    driftFinding({
      ...{ id: 'route.undeclared', severity, operation, pointer: '/paths' },
      message: `The metrics name the route ${operation}, which the document does not declare.`,
      ...{ declared: 'no such path', actual: traffic },
      help: 'Describe the operation in the document, or remove the route. If it is internal, accept this with a reason.',
    }),
  ];
}

function judgeUnseen(operation: OperationEntry, isRouted: boolean, since: string | null): Finding {
  return driftFinding({
    ...{ id: 'operation.unseen', severity: 'info', operation: operation.key, pointer: operation.pointer },
    message: `No call of this operation was seen${since === null ? '' : ` since ${minuteOf(since)}`}, although the metrics name routes.`,
    ...{ declared: operation.key, actual: isRouted ? 'a route, but no call' : 'no such route' },
    help: 'If nobody needs it, mark it as deprecated and remove it. If the service has no such route, take it out of the document.',
  });
}

function judgeDeprecated(operation: OperationEntry, route: ReadRoute, callers: DriftFacts['callers']): Finding {
  const names = callers.map(({ service, team }) => (team === null ? service : `${service} (team ${team})`));
  const whom =
    names.length === 0
      ? 'The graph knows no caller of this service.'
      : `This service is called by ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}; which of them calls this operation is not told.`;
  return driftFinding({
    ...{ id: 'operation.deprecated.called', severity: 'warning', operation: operation.key, pointer: operation.pointer },
    message: `It is deprecated and still called. ${whom}`,
    ...{ declared: 'deprecated', actual: describeTraffic(route) },
    help: 'Ask its callers to move before it is removed.',
  });
}

const declares = (statuses: readonly string[], first: string) => statuses.some((status) => status === 'default' || status.startsWith(first));

function judgeErrors(operation: OperationEntry, route: ReadRoute, { statuses }: DocumentSide): Finding[] {
  const declared = statuses.get(operation.key) ?? [];
  if (route.errorRatio === null || route.errorRatio <= 0 || declares(declared, '5')) return [];
  const share = `${Number((route.errorRatio * 100).toPrecision(2)).toLocaleString('en')} %`;
  return [
    driftFinding({
      ...{ id: 'status.undeclared', severity: 'info', operation: operation.key, pointer: `${operation.pointer}/responses` },
      message: `${share} of its answers are 5xx, and the document declares neither such a status nor a default.`,
      ...{ declared: declared.join(', ') || 'no status', actual: `5xx, ${share} of answers` },
      help: 'Declare what callers get when the service fails, for example as default.',
    }),
  ];
}

function judgeSeen(operation: OperationEntry, route: ReadRoute, document: DocumentSide, callers: DriftFacts['callers']): Finding[] {
  return [...(operation.deprecated ? [judgeDeprecated(operation, route, callers)] : []), ...judgeErrors(operation, route, document)];
}

/** More of one kind say no more: metrics and document do not speak of the same paths. */
const most = 50;

/** The first of a long list, with a line that says how many are left out. */
function shorten(findings: Finding[], left: { id: string; severity: 'warning' | 'info'; message: string; help: string }): Finding[] {
  if (findings.length <= most) return findings;
  const message = `${(findings.length - most).toLocaleString('en')} ${left.message}`;
  return [...findings.slice(0, most), driftFinding({ ...left, message, operation: null, pointer: '/paths' })];
}

function judgeUnseenOnes(operations: readonly OperationEntry[], routed: ReadonlySet<string>, since: string | null): Finding[] {
  return shorten(
    operations.map((operation) => judgeUnseen(operation, routed.has(operation.key), since)),
    {
      ...{ id: 'operation.unseen.more', severity: 'info', message: 'more operations were not seen.' },
      help: 'Where most of a document is never called, see whether its paths are those of the metrics.',
    },
  );
}

function judgeRoutes(read: readonly ReadRoute[], facts: DriftFacts, nowMs: number): Finding[] {
  // A short list stays in its order, whatever the rates do.
  const inOrder = read.length <= most ? read : read.toSorted((a, b) => (b.requestRate ?? 0) - (a.requestRate ?? 0));
  return shorten(
    inOrder.flatMap((route) => judgeUndeclared(route, facts, nowMs)),
    {
      ...{ id: 'route.undeclared.more', severity: 'warning', message: 'more routes of the metrics are not declared.' },
      help: 'Where labels hold the values of parameters, such as ids, let the service label the template of the route instead.',
    },
  );
}

function judgeOperations(document: DocumentSide, read: readonly ReadRoute[], { callers, since }: DriftFacts, nowMs: number): Finding[] {
  const byKey = Map.groupBy(
    read.flatMap((route) => route.operations.map((key) => ({ key, route }))),
    ({ key }) => key,
  );
  const busiestOf = ({ key }: OperationEntry) =>
    (byKey.get(key) ?? [])
      .map(({ route }) => route)
      .filter((route) => isRecent(route, nowMs))
      .toSorted((a, b) => (b.requestRate ?? 0) - (a.requestRate ?? 0))[0];
  const operations = document.operations
    .filter(({ kind, method }) => kind === 'operation' && method !== 'OPTIONS' && method !== 'HEAD')
    .map((operation) => ({ operation, route: busiestOf(operation) }));
  const seen = operations.flatMap(({ operation, route }) => (route ? judgeSeen(operation, route, document, callers) : []));
  // A route that could be one of several operations leaves open which of them was called.
  if (read.some(({ isDoubtful }) => isDoubtful)) return seen;
  const unseen = operations.filter(({ route }) => route === undefined).map(({ operation }) => operation);
  return [...seen, ...judgeUnseenOnes(unseen, new Set(byKey.keys()), since)];
}

/** Where the document and the routes that metrics name do not agree. */
export function findTrafficDrift(facts: DriftFacts, nowMs: number): Finding[] {
  const { document, service, routes } = facts;
  if (!document) return [];
  const read = readRoutes(routes, document, service.ownPaths);
  if (read.length === 0) return [];
  return [...judgeRoutes(read, facts, nowMs), ...judgeOperations(document, read, facts, nowMs)];
}
