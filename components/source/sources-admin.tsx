'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Age } from '#components/ui/age.tsx';
import { ConfirmByName } from '#components/ui/confirm.tsx';
import { formatCount } from '#components/ui/format.ts';
import { StateMark } from '#components/ui/state-mark.tsx';
import { TableHead } from '#components/ui/table-head.tsx';
import { useListState } from '#components/ui/use-list-state.ts';
import { WholeList } from '#components/ui/whole-list.tsx';
import { orpc } from '#lib/client/client.ts';
import type { MetricsSource } from '#lib/model/metrics-source.ts';
import classes from '../admin/admin.module.css';
import own from './source.module.css';
import { SourceDialog } from './source-dialog.tsx';
import { useRemoveSource, useSources } from './use-sources.ts';

type Open = { what: 'new' } | { what: 'edit' | 'remove'; source: MetricsSource } | null;

const matches = ({ name, displayName, url }: MetricsSource, q: string) =>
  [name, displayName, url].some((text) => text.toLowerCase().includes(q.trim().toLowerCase()));

/** The servers that services may take their signals from. */
export function SourcesAdmin() {
  const { q, filter } = useListState();
  const [open, setOpen] = useState<Open>(null);
  const query = useSources();
  const all = query.data?.sources ?? [];
  const shown = all.filter((source) => matches(source, q));
  const add = (
    <button type="button" className="sb-button sb-button-primary" onClick={() => setOpen({ what: 'new' })}>
      Add a metrics source
    </button>
  );
  return (
    <>
      <WholeList
        one="metrics source"
        q={q}
        onFilter={filter}
        query={query}
        all={all.length}
        shown={shown.length}
        add={add}
        empty={{
          title: 'No metrics sources yet',
          text: 'Where a Prometheus, Thanos, Mimir or VictoriaMetrics scrapes the fleet already, services can take their signals from it instead of being scraped twice.',
        }}
      >
        <SourceTable sources={shown} onOpen={setOpen} />
      </WholeList>
      <SourceDialog
        open={open?.what === 'new' || open?.what === 'edit'}
        source={open?.what === 'edit' ? open.source : null}
        onClose={() => setOpen(null)}
      />
      <Removal source={open?.what === 'remove' ? open.source : null} onClose={() => setOpen(null)} />
    </>
  );
}

function SourceTable({ sources, onOpen }: { sources: MetricsSource[]; onOpen: (open: Open) => void }) {
  return (
    <table className={`sb-table sb-cards ${classes.table}`}>
      <TableHead words={['Name', 'Server', 'Answers', 'Services']} actions />
      <tbody>
        {sources.map((source) => (
          <tr key={source.name} data-row>
            <th scope="row" className={classes.main}>
              <button type="button" className={classes.opener} onClick={() => onOpen({ what: 'edit', source })}>
                {source.displayName}
              </button>
              {source.displayName === source.name ? null : <span className="sb-tag">{source.name}</span>}
              <span className={`${classes.second} ${classes.code}`}>{source.url}</span>
            </th>
            <td data-label="Server">{source.flavour ?? <span className="sb-muted">not asked yet</span>}</td>
            <td data-label="Answers">
              <Standing source={source} />
            </td>
            <td data-label="Services">{source.services === 0 ? <span className="sb-muted">none</span> : source.services}</td>
            <td className={classes.actions}>
              <button
                type="button"
                className="sb-button sb-button-small"
                aria-label={`Edit ${source.displayName}`}
                onClick={() => onOpen({ what: 'edit', source })}
              >
                Edit
              </button>
              <button
                type="button"
                className="sb-button sb-button-small"
                aria-label={`Remove ${source.displayName}`}
                onClick={() => onOpen({ what: 'remove', source })}
              >
                Remove
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Standing({ source: { ok, reason, since } }: { source: MetricsSource }) {
  if (ok === null) return <span className="sb-muted">no service asks it yet</span>;
  return (
    <span className={own.standing}>
      <StateMark verdict={ok ? 'up' : 'down'} size={12} />
      <span>{ok ? 'answers' : reason}</span>
      {since ? (
        <span className="sb-muted">
          since <Age at={since} />
        </span>
      ) : null}
    </span>
  );
}

const mostNamed = 5;

function affected(names: readonly string[]): string {
  if (names.length === 0) return 'No service takes its signals from it.';
  const more = names.length - mostNamed;
  const listed = names.slice(0, mostNamed).join(', ');
  return `${formatCount(names.length, 'service')} (${listed}${more > 0 ? ` and ${more} more` : ''}) ${names.length === 1 ? 'takes its' : 'take their'} signals from it: Signalbox asks ${names.length === 1 ? 'it itself' : 'them themselves'} again, where there is an address. History stays.`;
}

function Removal({ source, onClose }: { source: MetricsSource | null; onClose: () => void }) {
  const known = useQuery({ ...orpc.metricsSource.read.queryOptions({ input: { name: source?.name ?? '' } }), enabled: source !== null });
  const remove = useRemoveSource(onClose);
  return (
    <ConfirmByName
      open={source !== null}
      name={source?.name ?? ''}
      what="metrics source"
      text={known.data ? affected(known.data.mapped) : 'Looking which services take their signals from it …'}
      busy={remove.isPending || !known.data}
      onConfirm={() => source && remove.mutate({ name: source.name })}
      onClose={onClose}
    />
  );
}
