'use client';

import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { formatNumber } from '#components/ui/format.ts';
import { PageHead } from '#components/ui/page-head.tsx';
import { SkeletonRows } from '#components/ui/skeletons.tsx';
import { CatalogBar } from './catalog-bar.tsx';
import { type CatalogState, clearFilters, isFiltered, sortBy } from './catalog-state.ts';
import { CatalogTable } from './catalog-table.tsx';
import { useCatalogSize, useCatalogState, useFacets, useShownList } from './use-catalog.ts';

const registerPath = '/register';

function Count({ shown, all }: { shown: number; all: number | null }) {
  const one = all === 1 ? 'service' : 'services';
  const text = all === null || shown === all ? `${formatNumber(all ?? shown, 0)} ${one}` : `${formatNumber(shown, 0)} of ${formatNumber(all, 0)}`;
  return (
    <span className="sb-number" role="status">
      {text}
    </span>
  );
}

/** No services at all, or none that the filter lets through. */
function NoRows({ filtered, mayRegister, onClear }: { filtered: boolean; mayRegister: boolean; onClear: () => void }) {
  if (filtered)
    return (
      <Empty
        title="No service matches"
        text="The filter looks in name, title, description, team, domain and tags."
        action={
          <button type="button" className="sb-button" onClick={onClear}>
            Clear filters
          </button>
        }
      />
    );
  const text = mayRegister
    ? 'Give a base URL; Signalbox finds health, metrics and the API document by itself and watches them from then on.'
    : 'Here every service of the fleet will stand, with its state, rate, errors and latency. Ask an admin to register the first one.';
  const action = mayRegister ? (
    <Link className="sb-button sb-button-primary" href={registerPath}>
      Register a service
    </Link>
  ) : undefined;
  return <Empty title="No services yet" text={text} action={action} />;
}

/** A new filter or order is read from its beginning. */
function useTopOnChange(state: CatalogState) {
  const last = useRef(state);
  useEffect(() => {
    if (last.current === state) return;
    last.current = state;
    window.scrollTo({ top: 0 });
  }, [state]);
}

/** The catalog: find a service among ten thousand, and see how each one is. */
export function Catalog({ mayRegister }: { mayRegister: boolean }) {
  const { state, change } = useCatalogState();
  const { shown, total, isPending, isBehind, error, refetch } = useShownList(state);
  const counts = useFacets(state);
  const all = useCatalogSize(shown, total);
  useTopOnChange(shown);
  const register = mayRegister ? (
    <Link className="sb-button" href={registerPath}>
      Register a service
    </Link>
  ) : undefined;
  return (
    <>
      <PageHead title="Services" meta={isPending || error ? null : <Count shown={total} all={all} />} actions={register} />
      <CatalogBar state={state} counts={counts} onChange={change} />
      {error ? <Fault error={error} what="The services could not be read" onRetry={() => refetch()} /> : null}
      {isPending && !error ? <SkeletonRows rows={20} /> : null}
      {!isPending && !error && total === 0 ? (
        <NoRows filtered={isFiltered(shown)} mayRegister={mayRegister} onClear={() => change(clearFilters(state))} />
      ) : null}
      {!error && total > 0 ? (
        <CatalogTable state={shown} asked={state} total={total} isBehind={isBehind} onSort={(sort) => change(sortBy(state, sort))} />
      ) : null}
    </>
  );
}
