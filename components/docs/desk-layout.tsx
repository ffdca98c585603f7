import type { ComponentType } from 'react';
import { Empty } from '#components/ui/empty.tsx';
import { SkeletonRows } from '#components/ui/skeletons.tsx';

interface LayoutProps {
  getComponent: (name: string, container?: boolean) => ComponentType;
  specSelectors: { loadingStatus: () => string | undefined };
}

/** The operations and schemas alone: title, servers and credentials are the desk's own. */
export function DeskLayout({ getComponent, specSelectors }: LayoutProps) {
  const status = specSelectors.loadingStatus();
  if (status === 'failed' || status === 'failedConfig')
    return <Empty title="The API document could not be read" text="Nothing is lost. Reload the page; if it stays so, look into Signalbox's log." />;
  if (status !== 'success') return <SkeletonRows rows={16} height={44} />;
  const [Icons, Filter, Operations, Models] = [
    getComponent('SvgAssets'),
    getComponent('FilterContainer', true),
    getComponent('operations', true),
    getComponent('Models', true),
  ] as [ComponentType, ComponentType, ComponentType, ComponentType];
  return (
    <div className="swagger-ui">
      <Icons />
      <h2 className="sb-hidden">Operations</h2>
      <Filter />
      <Operations />
      <Models />
    </div>
  );
}

/** A path as text: the library's link would stand inside a button. */
export function PlainPath({ text }: { text: string }) {
  return <span>{text}</span>;
}
