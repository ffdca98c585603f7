'use client';

import { useQuery } from '@tanstack/react-query';
import { orpc } from '#lib/client/client.ts';
import { consentTag } from '#lib/model/consent.ts';
import type { Lifecycle } from '#lib/model/service.ts';
import { Fold } from './fold.tsx';
import { ChoiceField, GroupField, ListField } from './form-fields.tsx';
import classes from './registration.module.css';
import type { FormHandle } from './use-service-form.ts';

const tiers = [
  { value: '1', label: '1' },
  { value: '2', label: '2' },
  { value: '3', label: '3' },
  { value: '4', label: '4' },
] as const;

const lifecycles: readonly { value: Lifecycle; label: string }[] = [
  { value: 'experimental', label: 'Experimental' },
  { value: 'production', label: 'Production' },
  { value: 'deprecated', label: 'Deprecated' },
];

const namesOf = (groups: { name: string }[] | undefined) => groups?.map((group) => group.name) ?? [];

function useKnownGroups() {
  const teams = useQuery(orpc.group.teams.queryOptions()).data;
  const domains = useQuery(orpc.group.domains.queryOptions()).data;
  const systems = useQuery(orpc.group.systems.queryOptions()).data;
  return { teams: namesOf(teams?.teams), domains: namesOf(domains?.domains), systems: namesOf(systems?.systems) };
}

export function OwnerFields({ form, open }: { form: FormHandle; open?: boolean }) {
  const { team, domain, tier, lifecycle, tags } = form.values;
  const { teams, domains, systems } = useKnownGroups();
  const summary = [team ?? 'no team', domain ?? 'no domain', `tier ${tier}`, lifecycle, ...tags.slice(0, 4)].join(' · ');
  return (
    <Fold title="Owner" summary={summary} fields={['team', 'domain', 'system', 'tier', 'lifecycle', 'tags']} faults={form.faults} open={open}>
      <div className={classes.three}>
        <GroupField form={form} field="team" label="Team" known={teams} hint="Its members may edit the service" />
        <GroupField form={form} field="domain" label="Domain" known={domains} hint="The bounded context it belongs to" />
        <GroupField form={form} field="system" label="System" known={systems} hint="What it is a part of" />
      </div>
      <div className={classes.two}>
        <ChoiceField
          label="Tier"
          value={`${tier as 1 | 2 | 3 | 4}`}
          options={tiers}
          onChange={(value) => form.set('tier', Number(value))}
          hint="1 hurts customers at once, 4 can wait"
        />
        <ChoiceField label="Lifecycle" value={lifecycle} options={lifecycles} onChange={(value) => form.set('lifecycle', value)} />
      </div>
      <ListField form={form} field="tags" label="Tags" hint={`Enter or comma adds one. ${consentTag}: its owner agrees to chaos experiments`} />
    </Fold>
  );
}
