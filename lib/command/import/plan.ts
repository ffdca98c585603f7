import { createHash } from 'node:crypto';
import { AppError } from '#lib/errors.ts';
import type { DocumentDraft, Draft, GroupDraft } from '#lib/model/descriptor/draft.ts';
import type { Known } from '#lib/model/descriptor/entry.ts';
import type { ImportPlan, PlannedGroup } from '#lib/model/descriptor/import.ts';
import { planService, type Step, type Stored, storedOf } from '#lib/model/descriptor/plan.ts';
import { originsOf, type Service, targetUrl } from '#lib/model/service.ts';
import type { Descriptors } from '#lib/probe/descriptor/read.ts';
import { checkUrl } from '#lib/probe/outbound.ts';
import type { Db } from '#lib/store/db.ts';
import { listKnownEntries } from '#lib/store/descriptor.ts';
import { listCurrentHashes } from '#lib/store/descriptor-document.ts';
import { findServices, listGroupTitles, listServiceNames } from '#lib/store/descriptor-service.ts';
import { titleOf } from '#lib/store/group.ts';
import type { CommandContext } from '../context.ts';
import { outboundOf } from '../outbound.ts';

export interface Planned {
  steps: Step[];
  groups: PlannedGroup[];
  notes: Descriptors['notes'];
}

export async function listKnown(db: Db): Promise<Known> {
  return { entries: await listKnownEntries(db), services: await listServiceNames(db) };
}

/** The first address that the outbound policy forbids, and why. */
function findDenied(ctx: CommandContext, { baseUrl, instances, healthCheckPath }: Stored): { url: string; why: string } | null {
  for (const url of baseUrl === null ? instances : [baseUrl, ...instances])
    try {
      checkUrl(outboundOf(ctx).policy, targetUrl(url, healthCheckPath));
    } catch (error) {
      if (error instanceof AppError && error.code === 'outbound_denied') return { url, why: error.message };
      throw error;
    }
  return null;
}

/** Why the addresses that a file gives are not taken; null where they are, or where they are the same as before. */
function whyNoAddress(ctx: CommandContext, step: Step, before: Service | undefined): string | null {
  if (!step.changes.some(({ field }) => field === 'baseUrl' || field === 'instances')) return null;
  if (before !== undefined && (before.hasApiKey || before.hasBearerToken) && before.baseUrl !== null) {
    const past = originsOf(before);
    const stranger = originsOf(step.after).find((origin) => !past.includes(origin));
    if (stranger !== undefined)
      return `its credentials are bound to ${past.join(', ')}: the address ${stranger} was not taken, change both in Settings`;
  }
  const denied = findDenied(ctx, step.after);
  return denied && `the address ${denied.url} was not taken. ${denied.why}`;
}

function withoutAddress({ fields, weak, ...draft }: Draft): Draft {
  const { baseUrl: _url, instances: _instances, ...said } = fields;
  const { baseUrl: _weakUrl, instances: _weakInstances, ...guessed } = weak;
  return { ...draft, fields: said, weak: guessed };
}

/** The documents whose text is not the current one of their service already. */
export async function findNewDocuments(db: Db, documents: DocumentDraft[]): Promise<DocumentDraft[]> {
  const current = await listCurrentHashes(db, [...new Set(documents.map(({ service }) => service))]);
  return documents.filter(({ service, text }) => !current.has(`${service} ${createHash('sha256').update(text).digest('hex')}`));
}

/** What the drafts would do to the services as they are in the database now. */
export async function planImport(ctx: CommandContext, db: Db, { drafts, groups, notes }: Descriptors): Promise<Planned> {
  const existing = await findServices(
    db,
    drafts.map(({ name }) => name),
    ctx.nowMs,
  );
  const remarks = [...notes];
  const steps = drafts.map((draft) => {
    const before = existing.get(draft.name);
    const stored = before ? storedOf(before) : null;
    const step = planService(draft, stored);
    const why = whyNoAddress(ctx, step, before);
    if (why === null) return step;
    const [source] = draft.sources;
    remarks.push({ file: source?.file ?? '', line: source?.line ?? 1, entry: draft.name, text: why, times: 1 });
    return planService(withoutAddress(draft), stored);
  });
  return { steps, groups: await planGroups(db, steps, groups), notes: remarks };
}

async function planGroups(db: Db, steps: Step[], described: Descriptors['groups']): Promise<PlannedGroup[]> {
  const planned: PlannedGroup[] = [];
  for (const kind of ['team', 'domain', 'system'] as const) {
    const known = await listGroupTitles(db, kind);
    const own = described.filter((group) => group.kind === kind);
    const named = new Map(own.map((group) => [group.name, group]));
    const wanted = new Set([
      ...own.flatMap(({ name, isDescribed }) => (isDescribed ? [name] : [])),
      ...steps.flatMap((step) => step.after[kind] ?? []),
    ]);
    for (const name of wanted) planned.push(planGroup({ kind, name, ...titlesOf(named.get(name)) }, known.get(name)));
  }
  return planned;
}

const titlesOf = (group: GroupDraft | undefined) => ({ displayName: group?.displayName ?? null, spelling: group?.spelling ?? null });

function planGroup({ kind, name, displayName, spelling }: Omit<GroupDraft, 'isDescribed'>, known: string | undefined): PlannedGroup {
  if (known === undefined) return { kind, name, displayName: displayName ?? spelling ?? titleOf(name), action: 'create' };
  const isOther = displayName !== null && displayName !== known;
  return { kind, name, displayName: isOther ? displayName : known, action: isOther ? 'change' : 'same' };
}

/** The plan as people read it. */
export function describePlan(descriptors: Descriptors, { steps, groups, notes }: Planned): ImportPlan {
  const { drafts, documents, entries, rejected } = descriptors;
  const count = (action: Step['action']) => steps.filter((step) => step.action === action).length;
  const formats = [...Map.groupBy(entries, ({ format }) => format)].map(([format, some]) => ({ format, entries: some.length }));
  const services = steps.map(({ name, action, changes }, index) => {
    const [source] = drafts[index]?.sources ?? [];
    return { name, action, format: source?.format ?? ('signalbox' as const), file: source?.file ?? '', line: source?.line ?? 1, changes };
  });
  return {
    counts: { create: count('create'), change: count('change'), same: count('same'), rejected: rejected.length, entries: entries.length },
    ...{ formats, services, groups, rejected, notes },
    documents: documents.map(({ service, kind, fileName, text }) => ({ service, kind, fileName, bytes: Buffer.byteLength(text) })),
  };
}
