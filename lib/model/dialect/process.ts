import type { Exposition, Labels } from '../exposition.ts';
import type { ProcessFacts, Runtime } from '../gauge.ts';
import { foldLabel } from './label.ts';
import { stemOf } from './stem.ts';

const ofLibraries = /^(?:go|python|jvm|nodejs|ruby|promhttp|otel_scope|process_runtime|tracing|dotnet|rust)_/;
const infoName = /(?:^|_)(?:build_info|app_info|application_info|service_info|version_info|target_info|istio_build)$/;

const startStem = 'process_start_time';

/** Families that say when a process began, and which version of which program it is. */
export const isProcessStem = (stem: string): boolean =>
  stem === startStem || stem === 'process_uptime' || infoName.test(`${stem}_info`) || infoName.test(stem);

const versionLabels = ['service_version', 'version', 'app_version', 'tag', 'release', 'build_version'];

const runtimeOf: readonly [RegExp, Runtime][] = [
  [/^(?:.*_)?(?:nodejs|v8js)_/, 'node'],
  [/^(?:jvm|process_runtime_jvm)_/, 'jvm'],
  [/^(?:dotnet|aspnetcore|kestrel|process_runtime_dotnet|microsoft_aspnetcore)_/, 'dotnet'],
  [/^envoy_/, 'envoy'],
  [/^go_(?:goroutines|info|memstats|gc|sched|memory)/, 'go'],
  [/^python_/, 'python'],
  [/^(?:ruby|rails|puma)_/, 'ruby'],
];

function findRuntime(exposition: Exposition): Runtime {
  const names = [...exposition.families.keys(), ...exposition.names].map((name) => name.toLowerCase().replace(/[.\-/ ]+/g, '_'));
  return runtimeOf.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1] ?? 'unknown';
}

function firstOf(exposition: Exposition, stem: string): { value: number } | null {
  const id = exposition.names.findIndex((name) => stemOf(name) === stem);
  const index = id < 0 ? -1 : exposition.nameIds.indexOf(id);
  const value = exposition.values[index];
  return value !== undefined && Number.isFinite(value) ? { value } : null;
}

function versionIn(labels: Labels): string | null {
  const folded = new Map([...labels].map(([name, value]) => [foldLabel(name), value]));
  const value = versionLabels.map((name) => folded.get(name)).find((one) => one !== undefined && one.trim() !== '');
  return value === undefined || /^(?:\(devel\)|unknown|dev)$/i.test(value) ? null : value.trim().slice(0, 100);
}

interface Told {
  from: string;
  version: string;
}

/** Versions by family. A build of a library that is merely inside is none of the service's. */
function versionsOf(exposition: Exposition): Told[] {
  return exposition.names.flatMap((name, id) => {
    const folded = name.toLowerCase().replace(/[._\-/ ]+/g, '_');
    if (!infoName.test(folded) || ofLibraries.test(folded)) return [];
    const index = exposition.nameIds.indexOf(id);
    const version = index < 0 ? null : versionIn(exposition.labelsOf(index));
    return version === null ? [] : [{ from: name, version }];
  });
}

/** The version of the service: by a family of its own name, by OpenTelemetry's target, else where all that tell agree. */
function chooseVersion(all: readonly Told[], service: string): Told | null {
  const own = `${service.replace(/[^a-z0-9]+/gi, '_').toLowerCase()}_`;
  const preferred =
    all.find(({ from }) => from.toLowerCase().startsWith(own)) ?? all.find(({ from }) => /target_info$/i.test(from.replaceAll('.', '_')));
  const agreed = new Set(all.map(({ version }) => version)).size === 1;
  return preferred ?? (agreed ? (all[0] ?? null) : null);
}

/** What a process says of itself. */
export function readProcess(exposition: Exposition, { service, atMs }: { service: string; atMs: number }): ProcessFacts {
  const start = firstOf(exposition, startStem);
  const uptime = firstOf(exposition, 'process_uptime');
  const version = chooseVersion(versionsOf(exposition), service);
  const startedAtSeconds = start && start.value > 0 ? start.value : uptime ? Math.round(atMs / 1000 - uptime.value) : null;
  return { runtime: findRuntime(exposition), startedAtSeconds, version: version?.version ?? null, versionFrom: version?.from ?? null };
}
