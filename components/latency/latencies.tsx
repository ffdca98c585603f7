'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Empty } from '#components/ui/empty.tsx';
import { formatCount, formatWindow } from '#components/ui/format.ts';
import { ListBar, ListBody, Pager } from '#components/ui/list-frame.tsx';
import { PageHead } from '#components/ui/page-head.tsx';
import { useUrlState } from '#components/ui/use-url-state.ts';
import { orpc } from '#lib/client/client.ts';
import type { LatencyList } from '#lib/model/latency.ts';
import { StandingChoice, WindowChoice } from './latency-bar.tsx';
import { LatencyLine } from './latency-line.tsx';
import { latencyListInput, parseLatencyList, writeLatencyList } from './latency-state.ts';
import classes from './list.module.css';

/** Histograms move with every scrape; the whole list is asked for anew this often. */
const refreshMs = 30_000;
const form = { parse: parseLatencyList, write: writeLatencyList };

/** The latency of every service, worst first. */
export function Latencies() {
  const { state, change } = useUrlState(form);
  const query = useQuery({
    ...orpc.latency.list.queryOptions({ input: latencyListInput(state) }),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
  const { data } = query;
  return (
    <>
      <PageHead title="Latency" />
      <ListBar
        what="services"
        q={state.q}
        onFilter={(q) => change({ ...state, q, page: 1 }, 'replace')}
        count={data ? formatCount(data.pagination.total, 'service') : ''}
        action={
          <div className={classes.choices}>
            <StandingChoice counts={data?.counts} chosen={state.objective} onChoose={(objective) => change({ ...state, objective, page: 1 })} />
            <WindowChoice window={state.window} onChoose={(window) => change({ ...state, window }, 'replace')} />
          </div>
        }
      />
      <ListBody
        what="services"
        query={{ ...query, error: data ? null : query.error }}
        isEmpty={data?.services.length === 0}
        isFiltered={state.q !== '' || state.objective !== null}
        empty={<NoServices />}
      >
        {data ? <Table list={data} /> : null}
      </ListBody>
      <Pager pagination={data?.pagination} onTurn={(page) => change({ ...state, page })} />
    </>
  );
}

function Table({ list }: { list: LatencyList }) {
  return (
    <table className={`sb-table sb-cards ${classes.table}`} aria-label={`Latency, last ${list.window}`}>
      <thead>
        <tr>
          <th scope="col">Service</th>
          <th scope="col">Objective</th>
          {['p50', 'p95', 'p99'].map((name) => (
            <th key={name} scope="col" className="sb-right">
              {name}
            </th>
          ))}
          <th scope="col">p95 against the {formatWindow(list.window)} before</th>
          <th scope="col" className="sb-right">
            Rate
          </th>
          <th scope="col">p95, last {list.window}</th>
        </tr>
      </thead>
      <tbody>
        {list.services.map((row) => (
          <LatencyLine key={row.service} row={row} window={list.window} />
        ))}
      </tbody>
    </table>
  );
}

function NoServices() {
  return (
    <Empty
      title="No services yet"
      text="Every registered service whose metrics hold durations stands here: the worst against its objective first, then the slowest."
      action={
        <Link className="sb-button" href="/register">
          Register a service
        </Link>
      }
    />
  );
}
