'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Empty } from '#components/ui/empty.tsx';
import { formatCount, formatNumber } from '#components/ui/format.ts';
import { ListBar, ListBody } from '#components/ui/list-frame.tsx';
import { PageHead } from '#components/ui/page-head.tsx';
import { useUrlState } from '#components/ui/use-url-state.ts';
import { orpc } from '#lib/client/client.ts';
import type { BreakerList } from '#lib/model/breaker.ts';
import classes from './breaker.module.css';
import { StateChoice, WindowChoice } from './breaker-bar.tsx';
import { BreakerLine } from './breaker-line.tsx';
import { breakersInput, parseBreakersState, type RibbonWindow, writeBreakersState } from './breakers-state.ts';
import { Lanes } from './lanes.tsx';
import { useHeldOrder } from './use-held-order.ts';

/** Rates and ages of evidence are asked anew this often; states that turn come with the feed. */
export const refreshMs = 15_000;
const form = { parse: parseBreakersState, write: writeBreakersState };

/** Every breaker of the fleet, worst first. */
export function Breakers() {
  const { state, change } = useUrlState(form);
  const query = useQuery({
    ...orpc.breaker.list.queryOptions({ input: breakersInput(state) }),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
  const { data } = query;
  return (
    <>
      <PageHead title="Breakers" />
      <ListBar
        what="breakers"
        q={state.q}
        onFilter={(q) => change({ ...state, q }, 'replace')}
        count={data ? formatCount(data.total, 'breaker') : ''}
        action={
          <div className={classes.choices}>
            <StateChoice counts={data?.counts} chosen={state.state} onChoose={(chosen) => change({ ...state, state: chosen })} />
            <WindowChoice window={state.window} onChoose={(window) => change({ ...state, window }, 'replace')} />
          </div>
        }
      />
      <ListBody
        what="breakers"
        query={{ ...query, error: data ? null : query.error }}
        isEmpty={data?.breakers.length === 0}
        isFiltered={state.q !== '' || state.state !== null || (data?.capacity.length ?? 0) + (data?.ejections.length ?? 0) > 0}
        empty={<NoBreakers />}
      >
        {data ? <BreakerLines list={data} window={state.window} /> : null}
      </ListBody>
      {data && data.total > data.breakers.length ? (
        <p className={classes.more}>{formatNumber(data.total - data.breakers.length, 0)} more: filter to see them.</p>
      ) : null}
      {data ? <Lanes list={data} /> : null}
    </>
  );
}

const keyOf = ({ caller, name }: BreakerList['breakers'][number]) => `${caller} ${name}`;

export function BreakerLines({ list, window }: { list: Pick<BreakerList, 'at' | 'breakers'>; window: RibbonWindow }) {
  const { rows, hold } = useHeldOrder(list.breakers, keyOf);
  return (
    <ol className={classes.list} aria-label="Breakers" onPointerMove={hold} onFocus={hold}>
      {rows.map((breaker) => (
        <BreakerLine key={keyOf(breaker)} breaker={breaker} at={list.at} window={window} />
      ))}
    </ol>
  );
}

function NoBreakers() {
  return (
    <Empty
      title="No breakers known"
      text="Breakers stand here when the metrics of a service tell of them: with the Signalbox SDK, Resilience4j, opossum, Polly, Hystrix, MicroProfile, Dapr, Armeria, sentinel-golang, tower-resilience, or any gauge whose name ends in breaker_state."
      action={
        <Link className="sb-button" href="/services">
          All services
        </Link>
      }
    />
  );
}
