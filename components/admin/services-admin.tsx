'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { RemoveService } from '#components/registration/remove-service.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { countWords, ListBar, ListBody, Pager } from '#components/ui/list-frame.tsx';
import { NotKnown } from '#components/ui/quantity.tsx';
import { ServiceLink } from '#components/ui/service-link.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { useListState } from '#components/ui/use-list-state.ts';
import { orpc } from '#lib/client/client.ts';
import type { ServiceRow } from '#lib/model/service.ts';
import classes from './admin.module.css';

const register = (
  <Link className="sb-button sb-button-primary" href="/register">
    Register a service
  </Link>
);

/** The catalog from the admin's side: what is registered, to edit and to remove. */
export function ServicesAdmin() {
  const { q, page, filter, turnTo } = useListState();
  const [removing, setRemoving] = useState<string | null>(null);
  const query = useQuery({
    ...orpc.service.list.queryOptions({ input: { q: q || undefined, page, limit: 50, sort: 'name' } }),
    placeholderData: keepPreviousData,
  });
  const { services = [], pagination } = query.data ?? {};
  return (
    <>
      <ListBar
        what="services"
        q={q}
        onFilter={filter}
        count={countWords(pagination?.total, 'service')}
        action={services.length > 0 || q !== '' ? register : null}
      />
      <ListBody
        what="services"
        query={query}
        isEmpty={services.length === 0}
        isFiltered={q !== ''}
        empty={<Empty title="No services yet" text="Every registered service stands here, to edit and to remove." action={register} />}
      >
        <table className={`sb-table sb-cards ${classes.table}`}>
          <thead>
            <tr>
              <th scope="col">State</th>
              <th scope="col">Name</th>
              <th scope="col">Base URL</th>
              <th scope="col">Team</th>
              <th scope="col">Tier</th>
              <th scope="col">Lifecycle</th>
              <th scope="col" className="sb-right">
                Looked at
              </th>
              <th scope="col">
                <span className="sb-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {services.map((service) => (
              <ServiceLine key={service.name} service={service} onRemove={() => setRemoving(service.name)} />
            ))}
          </tbody>
        </table>
      </ListBody>
      <Pager pagination={pagination} onTurn={turnTo} />
      <RemoveService name={removing ?? ''} open={removing !== null} onClose={() => setRemoving(null)} />
    </>
  );
}

function ServiceLine({ service, onRemove }: { service: ServiceRow; onRemove: () => void }) {
  const { name, displayName, baseUrl, team, tier, lifecycle, verdict, pollIntervalSeconds } = service;
  return (
    <tr data-row>
      <td data-head="State">
        <StateMark verdict={verdict} word />
      </td>
      <th scope="row" className={classes.main}>
        <ServiceLink name={name} />
        {displayName === name ? null : <span className={classes.second}>{displayName}</span>}
      </th>
      <td className={classes.code} data-head="Base URL">
        {baseUrl ?? <NotKnown />}
      </td>
      <td data-head="Team">{team ?? <NotKnown />}</td>
      <td data-head="Tier">{tier}</td>
      <td data-head="Lifecycle">{lifecycle}</td>
      <td className="sb-right sb-number" data-head="Looked at">
        every {pollIntervalSeconds} s
      </td>
      <td className={classes.actions}>
        <Link className="sb-button sb-button-small" href={`/services/${name}?tab=settings`} aria-label={`Edit ${name}`}>
          Edit
        </Link>
        <button type="button" className="sb-button sb-button-small" aria-label={`Remove ${name}`} onClick={onRemove}>
          Remove
        </button>
      </td>
    </tr>
  );
}
