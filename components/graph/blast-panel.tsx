'use client';

import type { ReactNode } from 'react';
import { Age } from '#components/ui/age.tsx';
import { hitRule } from '#components/ui/edge-words.ts';
import { formatCount, formatRate, formatRatio } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { verdictWord } from '#components/ui/verdict.ts';
import { blastRadius } from '#lib/model/graph/failure.ts';
import type { Graph, GraphNode } from '#lib/model/graph.ts';
import classes from './graph.module.css';
import { kindWords, NodeName } from './node-name.tsx';
import { PathFinder } from './path-finder.tsx';
import { countHit } from './path-words.ts';

interface BlastPanelProps {
  graph: Graph;
  node: GraphNode;
  to: string | null;
  onTo: (to: string | null) => void;
  /** What else can be done with the node. */
  aside?: ReactNode;
}

/** What hangs on a node, what it hangs on, and how it gets somewhere. */
export function BlastPanel({ graph, node, to, onTo, aside }: BlastPanelProps) {
  const { hit, needs } = blastRadius(graph.edges, node.id);
  const byId = new Map(graph.nodes.map((each) => [each.id, each]));
  return (
    <Panel
      title={<NodeName node={node} />}
      aside={
        <span className={classes.facts}>
          <span>
            <Facts node={node} />
          </span>
          {aside}
        </span>
      }
    >
      <div className={classes.blast}>
        <Side
          title={`If it fails, ${countHit(hit.keys())} ${hit.size === 1 ? 'is' : 'are'} hit`}
          steps={hit}
          byId={byId}
          nobody="Nothing that is known hangs on it."
        />
        <Side title={`It needs ${needs.size}`} steps={needs} byId={byId} nobody="It needs nothing that is known." />
        <PathFinder {...{ graph, node, to, onTo }} />
      </div>
      <p className={classes.rule}>{hitRule}</p>
    </Panel>
  );
}

/** What the disc of the node shows, in words. */
function Facts({ node }: { node: GraphNode }) {
  if (node.kind !== 'service') return kindWords[node.kind];
  const rates = [
    node.requestRate === null ? null : formatRate(node.requestRate),
    node.errorRatio === null ? null : `${formatRatio(node.errorRatio)} failing`,
    node.incidents > 0 ? `${formatCount(node.incidents, 'incident')} ${node.incidents === 1 ? 'begins' : 'begin'} here` : null,
    node.clientErrorRatio ? `${formatRatio(node.clientErrorRatio)} client errors` : null,
  ].filter((words) => words !== null);
  return (
    <>
      {[node.verdict ? verdictWord[node.verdict] : 'unknown', ...rates].join(' · ')}
      {node.seenAt ? (
        <>
          {' '}
          · <Age at={node.seenAt} />
        </>
      ) : null}
    </>
  );
}

const mostNamed = 12;

interface SideProps {
  title: string;
  steps: Map<string, number>;
  byId: ReadonlyMap<string, GraphNode>;
  nobody: string;
}

function Side({ title, steps, byId, nobody }: SideProps) {
  const named = [...steps].flatMap(([id, step]) => {
    const node = byId.get(id);
    return node ? [{ node, step }] : [];
  });
  return (
    <section>
      <h3 className={classes.label}>{title}</h3>
      {named.length === 0 ? <p className={classes.nobody}>{nobody}</p> : null}
      <ul className={classes.names}>
        {named.slice(0, mostNamed).map(({ node, step }) => (
          <li key={node.id}>
            <NodeName node={node} /> {step > 1 ? <span className="sb-muted">{step} steps</span> : null}
          </li>
        ))}
      </ul>
      {named.length > mostNamed ? <p className="sb-muted">and {named.length - mostNamed} more</p> : null}
    </section>
  );
}
