'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { BreakerMark } from '#components/ui/breaker-mark.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { SkeletonBlock } from '#components/ui/skeletons.tsx';
import { orpc } from '#lib/client/client.ts';
import type { BreakerList } from '#lib/model/breaker.ts';
import { worstBreakerState } from '#lib/model/breaker-rank.ts';
import { metricsPlaceOf } from '#lib/model/metrics-place.ts';
import type { Service } from '#lib/model/service.ts';
import classes from './breaker.module.css';
import { WindowChoice } from './breaker-bar.tsx';
import { BreakerLines, refreshMs } from './breakers.tsx';
import { parseRibbonWindow, type RibbonWindow } from './breakers-state.ts';
import { Lanes } from './lanes.tsx';

function useRibbonWindow() {
  const window = parseRibbonWindow(useSearchParams());
  const choose = (next: RibbonWindow) => {
    const search = new URLSearchParams(globalThis.location.search);
    if (next === '1h') search.delete('ribbon');
    else search.set('ribbon', next);
    globalThis.history.replaceState(null, '', `?${search}`);
  };
  return { window, choose };
}

/** The tab "Resilience": the breakers that a service holds against others, and those that are held against it. */
export function ResilienceTab({ service, mayEdit }: { service: Service; mayEdit: boolean }) {
  const { name } = service;
  const { window, choose } = useRibbonWindow();
  const { data, error, refetch } = useQuery({ ...orpc.breaker.ofService.queryOptions({ input: { name } }), refetchInterval: refreshMs });
  if (!data) return error ? <Fault error={error} what="The breakers could not be read" onRetry={() => refetch()} /> : <SkeletonBlock height={240} />;
  if (data.breakers.length + data.capacity.length + data.ejections.length === 0) return <NoBreakers service={service} mayEdit={mayEdit} />;
  return (
    <div className={classes.tab}>
      <div className={classes.tabBar}>
        <WindowChoice window={window} onChoose={choose} />
      </div>
      <Side title={`Held by ${name}`} none="Its metrics tell of no breaker." list={data} isHolder {...{ name, window }} />
      <Side title={`Held against ${name}`} none="No caller tells of a breaker." list={data} isHolder={false} {...{ name, window }} />
      <Lanes list={data} />
    </div>
  );
}

interface SideProps {
  title: string;
  none: string;
  list: BreakerList;
  name: string;
  /** Whether the breakers that the service holds are meant, or those that are held against it. */
  isHolder: boolean;
  window: RibbonWindow;
}

function Side({ title, none, list, isHolder, name, window }: SideProps) {
  const breakers = list.breakers.filter(({ caller }) => (caller === name) === isHolder);
  const toSelf = isHolder ? breakers.filter(({ calleeSelf }) => calleeSelf) : [];
  const others = breakers.filter((breaker) => !toSelf.includes(breaker));
  return (
    <Panel title={title} aside={breakers.length} flush>
      {breakers.length === 0 ? <p className={classes.none}>{none}</p> : null}
      {others.length > 0 ? <BreakerLines list={{ at: list.at, breakers: others }} window={window} /> : null}
      {toSelf.length > 0 ? <TowardsSelf list={{ at: list.at, breakers: toSelf }} window={window} /> : null}
    </Panel>
  );
}

/** Every service with the SDK holds a breaker against Signalbox: folded, with how it stands. */
function TowardsSelf({ list, window }: { list: Pick<BreakerList, 'at' | 'breakers'>; window: RibbonWindow }) {
  const state = worstBreakerState(list.breakers.map((breaker) => breaker.state)) ?? 'unknown';
  return (
    <details className={classes.toSelf}>
      <summary>
        Towards Signalbox itself, where services register and push: <BreakerMark state={state} size={12} word />
      </summary>
      <BreakerLines list={list} window={window} />
    </details>
  );
}

function NoBreakers({ service, mayEdit }: { service: Service; mayEdit: boolean }) {
  const { name } = service;
  const place = metricsPlaceOf(service);
  return (
    <Empty
      title="No breakers known"
      text={
        place === null
          ? `${name} has no metrics path, so Signalbox cannot see the breakers that it holds. Those of its callers stand here once their metrics tell of them.`
          : `The metrics of ${name} tell of no breaker, and those of no caller name it. The Signalbox SDK tells by itself; Resilience4j, opossum, Polly, Hystrix, MicroProfile, Dapr and others are read as they are.`
      }
      action={
        mayEdit && place === null ? (
          <Link className="sb-button" href={`/services/${name}?tab=settings`}>
            Set a metrics path
          </Link>
        ) : (
          <Link className="sb-button" href="/breakers">
            All breakers
          </Link>
        )
      }
    />
  );
}
