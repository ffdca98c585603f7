'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { SkeletonBlock, SkeletonPage } from '#components/ui/skeletons.tsx';
import { orpc } from '#lib/client/client.ts';
import { toFault } from '#lib/client/fault.ts';
import { Overview } from './overview.tsx';
import { type Permissions, ServiceActions } from './service-actions.tsx';
import { ServiceHead, ServiceTabs } from './service-head.tsx';
import { parseServiceState, type ServiceState, writeServiceState } from './service-state.ts';

const ServiceSettings = dynamic(() => import('#components/registration/service-settings.tsx').then((module) => module.ServiceSettings), {
  loading: () => <SkeletonBlock height={640} />,
});

function useServiceState() {
  const state = parseServiceState(useSearchParams());
  const hrefOf = (next: Partial<ServiceState>) => {
    const query = writeServiceState({ ...state, ...next });
    return query === '' ? '?' : `?${query}`;
  };
  const go = (next: Partial<ServiceState>, how: 'pushState' | 'replaceState') => {
    const href = hrefOf(next);
    window.history[how](null, '', href === '?' ? window.location.pathname : href);
  };
  return { state, hrefOf, go };
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
  return (
    <>
      <ServiceHead service={service} actions={<ServiceActions service={service} may={may} onEdit={() => go({ tab: 'settings' }, 'pushState')} />} />
      <ServiceTabs tab={state.tab} hrefOf={(tab) => hrefOf({ tab })} onChoose={(tab) => go({ tab }, 'pushState')} />
      {state.tab === 'settings' ? (
        <ServiceSettings service={service} />
      ) : (
        <Overview service={service} window={state.window} onWindow={(window) => go({ window }, 'replaceState')} />
      )}
    </>
  );
}
