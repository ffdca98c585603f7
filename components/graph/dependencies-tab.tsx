'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { SkeletonBlock } from '#components/ui/skeletons.tsx';
import { orpc } from '#lib/client/client.ts';
import { EdgeTable } from './edge-table.tsx';
import classes from './graph.module.css';
import { aroundInput } from './graph-state.ts';
import { GraphView, type Look } from './graph-view.tsx';
import { ReviewPanel } from './review-panel.tsx';
import { SelfLine } from './self-line.tsx';
import { noGraph, useCalm } from './use-calm.ts';

/** The tab "Dependencies": what a service calls and what calls it, two calls far. */
export function DependenciesTab({ name }: { name: string }) {
  const [isShown, setShown] = useState(false);
  const [look, setLook] = useState<Look>({ node: name, to: null, open: [], dim: true });
  const { data, error, refetch } = useQuery({ ...orpc.graph.read.queryOptions({ input: aroundInput(name) }), refetchInterval: 30_000 });
  // Whoever looks at Signalbox itself wants to see who calls it.
  const isSelf = data?.nodes.find(({ id }) => id === name)?.self ?? false;
  const { graph, left } = useCalm(data ?? noGraph, isShown || isSelf);
  if (!data)
    return error ? <Fault error={error} what="The dependencies could not be read" onRetry={() => refetch()} /> : <SkeletonBlock height={640} />;
  if (data.edges.length === 0)
    return (
      <Empty
        title="No dependencies known"
        text={`Edges stand here when ${name} declares what it depends on, when another service declares that it calls ${name}, or when metrics show calls.`}
      />
    );
  return (
    <div className={classes.page}>
      <GraphView
        graph={graph}
        view={`around:${name}`}
        isFolded={false}
        look={look}
        onLook={(next) => setLook((past) => ({ ...past, ...next }))}
        note={isSelf ? null : <SelfLine left={left} isShown={isShown} onShow={setShown} />}
      />
      <ReviewPanel name={name} />
      <div className={classes.twin}>
        <Panel title="Edges" aside={graph.edges.length} flush>
          <EdgeTable graph={graph} edges={graph.edges} />
        </Panel>
      </div>
    </div>
  );
}
