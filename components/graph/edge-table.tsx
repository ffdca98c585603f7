'use client';

import { useMemo, useState } from 'react';
import { Age } from '#components/ui/age.tsx';
import { BreakerMark } from '#components/ui/breaker-mark.tsx';
import { evidenceWords } from '#components/ui/edge-words.ts';
import { formatIntervalMs, formatNumber } from '#components/ui/format.ts';
import { NotKnown, Quantity } from '#components/ui/quantity.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { standingOf } from '#lib/model/graph/standing.ts';
import { twoTone } from '#lib/model/graph/two-tone.ts';
import type { Graph, GraphEdge, GraphNode } from '#lib/model/graph.ts';
import { isFailing, isOpen } from './edge-look.ts';
import classes from './graph.module.css';
import { NodeName } from './node-name.tsx';

const firstRows = 30;
const rankOf = (edge: GraphEdge) =>
  isOpen(edge) || isFailing(edge) ? 0 : { 'not declared': 1, confirmed: 2, 'never seen': 3 }[standingOf(edge.evidence)];

/** The graph as a table: worst first, then by name. */
export function EdgeTable({ graph, edges }: { graph: Graph; edges: readonly GraphEdge[] }) {
  const [shown, setShown] = useState(firstRows);
  const nodes = useMemo(() => new Map(graph.nodes.map((node) => [node.id, node])), [graph]);
  const sorted = useMemo(() => edges.toSorted((a, b) => rankOf(a) - rankOf(b)), [edges]);
  return (
    <>
      <table className={`sb-table sb-cards sb-cards-dense ${classes.table}`}>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">Known by</th>
            <th scope="col" className="sb-right">
              Calls
            </th>
            <th scope="col" className="sb-right">
              Failing
            </th>
            <th scope="col" className="sb-right">
              p95
            </th>
            <th scope="col" className="sb-right">
              Last seen
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, shown).map((edge) => (
            <Row key={`${edge.from} ${edge.to} ${edge.kind}`} edge={edge} from={nodes.get(edge.from)} to={nodes.get(edge.to)} />
          ))}
        </tbody>
      </table>
      {sorted.length > shown ? (
        <button type="button" className={`sb-button ${classes.more}`} onClick={() => setShown(shown + 400)}>
          Show more of {formatNumber(sorted.length, 0)}
        </button>
      ) : null}
    </>
  );
}

function Row({ edge, from, to }: { edge: GraphEdge; from: GraphNode | undefined; to: GraphNode | undefined }) {
  const standing = standingOf(edge.evidence);
  const tones = twoTone(edge, to);
  return (
    <tr data-row>
      <th scope="row">{from ? <NodeName node={from} /> : edge.from}</th>
      <td data-to>{to ? <NodeName node={to} /> : edge.to}</td>
      <td className={classes.known}>
        {edge.kind === 'http' ? null : <span className="sb-tag">{edge.kind}</span>}
        {edge.evidence.map((each) => (
          <span key={each} className="sb-tag">
            {evidenceWords[each]}
          </span>
        ))}
        {standing === 'confirmed' ? null : <span className="sb-muted">{standing}</span>}
        {edge.critical === false ? <span className="sb-muted">optional</span> : null}
      </td>
      <td className="sb-right">
        <Quantity value={edge.requestRate} unit="/s" />
      </td>
      <td className="sb-right" data-label="failing">
        <span className={classes.failing}>
          {isOpen(edge) && edge.breakerState ? <BreakerMark state={edge.breakerState} size={12} /> : null}
          {isFailing(edge) ? <StateMark verdict="degraded" size={12} /> : null}
          <Quantity value={edge.errorRatio} unit="%" />
        </span>
      </td>
      <td className="sb-right sb-number" data-label="p95">
        {edge.latencyMsP95 ? formatIntervalMs(edge.latencyMsP95) : <NotKnown />}
        {tones ? <span className={`sb-muted ${classes.own}`}>itself {formatIntervalMs(tones.callee)}</span> : null}
      </td>
      <td className="sb-right">{edge.seenAt ? <Age at={edge.seenAt} /> : <NotKnown />}</td>
    </tr>
  );
}
