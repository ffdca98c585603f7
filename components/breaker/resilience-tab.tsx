'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { SkeletonBlock } from '#components/ui/skeletons.tsx';
import { orpc } from '#lib/client/client.ts';
import type { BreakerList } from '#lib/model/breaker.ts';
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
      <Side title={`Held by ${name}`} none="Its metrics tell of no breaker." list={data} mine={(caller) => caller === name} {...{ window }} />
      <Side title={`Held against ${name}`} none="No caller tells of a breaker." list={data} mine={(caller) => caller !== name} {...{ window }} />
      <Lanes list={data} />
    </div>
  );
}

interface SideProps {
  title: string;
  none: string;
  list: BreakerList;
  mine: (caller: string) => boolean;
  window: RibbonWindow;
}

function Side({ title, none, list, mine, window }: SideProps) {
  const breakers = list.breakers.filter(({ caller }) => mine(caller));
  return (
    <Panel title={title} aside={breakers.length} flush>
      {breakers.length === 0 ? <p className={classes.none}>{none}</p> : <BreakerLines list={{ at: list.at, breakers }} window={window} />}
    </Panel>
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
