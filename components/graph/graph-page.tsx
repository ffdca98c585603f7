'use client';

import { NativeSelect } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useMemo } from 'react';
import { Empty } from '#components/ui/empty.tsx';
import { formatCount } from '#components/ui/format.ts';
import { ListBar, ListBody } from '#components/ui/list-frame.tsx';
import { PageHead } from '#components/ui/page-head.tsx';
import { useUrlState } from '#components/ui/use-url-state.ts';
import { orpc } from '#lib/client/client.ts';
import { groupOf, mostMarks } from '#lib/model/graph/fold.ts';
import type { Graph } from '#lib/model/graph.ts';
import { EdgeTable } from './edge-table.tsx';
import { FindingsPanel } from './findings-panel.tsx';
import classes from './graph.module.css';
import { type GraphState, graphInput, openedWith, parseGraphState, viewOf, writeGraphState } from './graph-state.ts';
import { GraphView, type Look } from './graph-view.tsx';
import { ReviewPanel } from './review-panel.tsx';
import { SelfLine } from './self-line.tsx';
import { noGraph, useCalm } from './use-calm.ts';

const form = { parse: parseGraphState, write: writeGraphState };

const isAbout = (words: string[], ...texts: string[]) => words.every((word) => texts.some((text) => text.toLowerCase().includes(word)));

const withLook = (state: GraphState, look: Partial<Look>): GraphState => ({ ...state, ...look, open: [...(look.open ?? state.open)] });

/** Who depends on whom: the picture, what stands out in it, and the same as a table. */
export function GraphPage() {
  const { state, change } = useUrlState(form);
  const query = useQuery({
    ...orpc.graph.read.queryOptions({ input: graphInput(state) }),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  const whole = query.data ?? noGraph;
  const { graph, left } = useCalm(whole, state.self);
  const isFolded = state.fold ?? (state.domain === null && graph.nodes.length > mostMarks);
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  const edges = graph.edges.filter(({ from, to }) => isAbout(words, from, to));
  const lookAt = (id: string) => {
    const node = graph.nodes.find((each) => each.id === id);
    change({ ...state, node: id, to: null, open: node && isFolded ? openedWith(state.open, groupOf(node)) : state.open });
  };
  return (
    <>
      <PageHead title="Graph" meta={query.data ? headWords(graph) : null} />
      <ListBar
        what="edges"
        q={state.q}
        onFilter={(q) => change({ ...state, q }, 'replace')}
        count={query.data ? formatCount(edges.length, 'edge') : ''}
        action={<Choices {...{ graph, state, isFolded, lookAt }} onChange={change} />}
      />
      <div className={classes.page}>
        {whole.edges.length > 0 ? (
          <>
            <GraphView
              {...{ graph, isFolded }}
              note={<SelfLine left={left} isShown={state.self} onShow={(self) => change({ ...state, self })} />}
              view={viewOf(state, isFolded)}
              look={state}
              onLook={(look) => change(withLook(state, look))}
            />
            <FindingsPanel graph={graph} onChoose={lookAt} />
            <ReviewPanel />
          </>
        ) : null}
        <div className={classes.twin}>
          <ListBody
            what="graph"
            query={{ ...query, error: query.data ? null : query.error }}
            isEmpty={graph.edges.length === 0}
            isFiltered={state.domain !== null}
            empty={<NoGraph />}
          >
            <EdgeTable graph={graph} edges={edges} />
          </ListBody>
        </div>
      </div>
    </>
  );
}

function headWords({ nodes, edges }: Graph): string {
  const services = nodes.filter(({ kind }) => kind === 'service').length;
  return `${formatCount(services, 'service')}, ${formatCount(edges.length, 'edge')}`;
}

function NoGraph() {
  return (
    <Empty
      title="No edges yet"
      text="Edges come from what services declare to depend on, and from metrics: those of callers, of proxies and of traces."
      action={
        <Link className="sb-button" href="/services">
          All services
        </Link>
      }
    />
  );
}

interface ChoicesProps {
  graph: Graph;
  state: GraphState;
  isFolded: boolean;
  lookAt: (id: string) => void;
  onChange: (state: GraphState) => void;
}

function Choices({ graph, state, isFolded, lookAt, onChange }: ChoicesProps) {
  const domains = useQuery(orpc.group.domains.queryOptions({ input: {} }));
  const names = useMemo(() => graph.nodes.map(({ id, name }) => ({ value: id, label: name })), [graph]);
  const domainNames = domains.data?.domains.map(({ name }) => name) ?? (state.domain ? [state.domain] : []);
  return (
    <div className={classes.choices}>
      <NativeSelect
        aria-label="Domain"
        value={state.domain ?? ''}
        onChange={(event) => onChange({ ...state, domain: event.currentTarget.value || null, node: null, to: null })}
        data={[{ value: '', label: 'all domains' }, ...domainNames.map((name) => ({ value: name, label: name }))]}
      />
      <NativeSelect
        aria-label="Look at"
        value={state.node ?? ''}
        onChange={(event) => (event.currentTarget.value ? lookAt(event.currentTarget.value) : onChange({ ...state, node: null, to: null }))}
        data={[{ value: '', label: 'look at …' }, ...names]}
      />
      <button
        type="button"
        className="sb-button"
        aria-pressed={isFolded}
        onClick={() => onChange({ ...state, fold: !isFolded, open: [], node: null, to: null })}
      >
        Fold domains
      </button>
    </div>
  );
}
