'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { memo, useMemo } from 'react';
import { ResilienceTab } from '#components/breaker/resilience-tab.tsx';
import { EventsTab } from '#components/topic/events-tab.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { SkeletonBlock, SkeletonPage } from '#components/ui/skeletons.tsx';
import { orpc } from '#lib/client/client.ts';
import { toFault } from '#lib/client/fault.ts';
import type { Service } from '#lib/model/service.ts';
import { MetricsTab } from './metrics-tab.tsx';
import { Overview } from './overview.tsx';
import { ProvenanceButton } from './provenance.tsx';
import { type Permissions, ServiceActions } from './service-actions.tsx';
import { ServiceHead, ServiceTabs } from './service-head.tsx';
import { parseServiceState, type ServiceState, writeServiceState } from './service-state.ts';

const ServiceSettings = dynamic(() => import('#components/registration/service-settings.tsx').then((module) => module.ServiceSettings), {
  loading: () => <SkeletonBlock height={640} />,
});

const DocumentTab = dynamic(() => import('#components/document/document-tab.tsx').then((module) => module.DocumentTab), {
  loading: () => <SkeletonBlock height={640} />,
});

const LatencyTab = dynamic(() => import('#components/latency/latency-tab.tsx').then((module) => module.LatencyTab), {
  loading: () => <SkeletonBlock height={640} />,
});

const DependenciesTab = dynamic(() => import('#components/graph/dependencies-tab.tsx').then((module) => module.DependenciesTab), {
  loading: () => <SkeletonBlock height={640} />,
});

const ValidationTab = dynamic(() => import('#components/validation/validation-tab.tsx').then((module) => module.ValidationTab), {
  loading: () => <SkeletonBlock height={640} />,
});

function hrefOfState(state: ServiceState): string {
  const query = writeServiceState(state);
  return query === '' ? '?' : `?${query}`;
}

/** Only tab and window: what the tabs write into the URL besides is theirs, and draws nothing here anew. */
function useServiceState() {
  const { tab, window: chosen } = parseServiceState(useSearchParams());
  return useMemo(() => {
    const state = { tab, window: chosen };
    const hrefOf = (next: Partial<ServiceState>) => hrefOfState({ ...state, ...next });
    const go = (next: Partial<ServiceState>, how: 'pushState' | 'replaceState') => {
      const href = hrefOf(next);
      window.history[how](null, '', href === '?' ? window.location.pathname : href);
    };
    return { state, hrefOf, go };
  }, [tab, chosen]);
}

function Gone({ name }: { name: string }) {
  return (
    <Empty
      title={`${name} is gone`}
      text="It was removed, with its history, while you looked at it."
      action={
        <Link className="sb-button" href="/services">
          All services
        </Link>
      }
    />
  );
}

/** Everything about one service. */
export function ServicePage({ name, may }: { name: string; may: Permissions }) {
  const { state, hrefOf, go } = useServiceState();
  const { data: service, error, refetch } = useQuery(orpc.service.read.queryOptions({ input: { name } }));
  if (error && toFault(error).status === 404) return <Gone name={name} />;
  if (!service) return error ? <Fault error={error} what={`${name} could not be read`} onRetry={() => refetch()} /> : <SkeletonPage height={640} />;
  return <ServiceParts {...{ service, may, state, hrefOf, go }} />;
}

interface ServicePartsProps extends ReturnType<typeof useServiceState> {
  service: Service;
  may: Permissions;
}

const ServiceParts = memo(function ServiceParts({ service, may, state, hrefOf, go }: ServicePartsProps) {
  const windowed = { service, window: state.window, onWindow: (window: ServiceState['window']) => go({ window }, 'replaceState') };
  return (
    <>
      <ServiceHead
        service={service}
        actions={
          <>
            <ProvenanceButton name={service.name} window={state.window} />
            <ServiceActions service={service} may={may} onEdit={() => go({ tab: 'settings' }, 'pushState')} />
          </>
        }
      />
      <ServiceTabs tab={state.tab} hrefOf={(tab) => hrefOf({ tab })} onChoose={(tab) => go({ tab }, 'pushState')} />
      {state.tab === 'settings' ? <ServiceSettings service={service} /> : null}
      {state.tab === 'api' ? <DocumentTab service={service} may={may} /> : null}
      {state.tab === 'dependencies' ? <DependenciesTab name={service.name} /> : null}
      {state.tab === 'latency' ? <LatencyTab {...windowed} mayEdit={may.edit} /> : null}
      {state.tab === 'metrics' ? <MetricsTab service={service} /> : null}
      {state.tab === 'resilience' ? <ResilienceTab service={service} mayEdit={may.edit} /> : null}
      {state.tab === 'events' ? <EventsTab name={service.name} mayEdit={may.edit} /> : null}
      {state.tab === 'validation' ? <ValidationTab service={service} may={may} /> : null}
      {state.tab === 'overview' ? <Overview {...windowed} /> : null}
    </>
  );
});
