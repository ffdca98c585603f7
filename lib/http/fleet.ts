import { listGroupsOf } from '#lib/query/account.ts';
import { listRecentChanges, readFleetSummary, readHealthMap } from '#lib/query/fleet.ts';
import { readHandover } from '#lib/query/handover.ts';
import { os } from './authorise.ts';
import { asked } from './context.ts';

export const fleet = {
  health: os.fleet.health.handler(({ context }) => readHealthMap(asked(context))),
  summary: os.fleet.summary.handler(({ context }) => readFleetSummary(asked(context))),
  handover: os.fleet.handover.handler(({ context, input }) => readHandover(asked(context), input)),
  changes: os.fleet.changes.handler(({ context, input }) => listRecentChanges(asked(context), input)),
};

export const group = {
  teams: os.group.teams.handler(async ({ context }) => ({ teams: await listGroupsOf(asked(context), 'team') })),
  domains: os.group.domains.handler(async ({ context }) => ({ domains: await listGroupsOf(asked(context), 'domain') })),
  systems: os.group.systems.handler(async ({ context }) => ({ systems: await listGroupsOf(asked(context), 'system') })),
};
