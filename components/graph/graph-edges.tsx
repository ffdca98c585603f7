import { memo, useMemo } from 'react';
import { breakerColor } from '#components/ui/breaker.ts';
import { BreakerShape } from '#components/ui/breaker-mark.tsx';
import { stepOf } from '#lib/model/graph/focus.ts';
import type { DrawnGraph } from '#lib/model/graph/fold.ts';
import { type Layout, nodeSize } from '#lib/model/graph/place.ts';
import { standingOf } from '#lib/model/graph/standing.ts';
import { twoTone } from '#lib/model/graph/two-tone.ts';
import type { GraphEdge } from '#lib/model/graph.ts';
import classes from './canvas.module.css';
import { isWrong, widthOf, wordOf } from './edge-look.ts';
import { nodeWordOf } from './graph-node.tsx';
import type { Lit } from './lit.ts';
import { nodeWidthOf } from './node-look.ts';

type Place = { x: number; y: number };

/** Ends and handles of the curve from the right side of the caller to the left side of the callee. */
function curveOf(from: Place, width: number, to: Place): [Place, Place, Place, Place] {
  const [a, d] = [
    { x: from.x + width, y: from.y + nodeSize.height / 2 },
    { x: to.x - 6, y: to.y + nodeSize.height / 2 },
  ];
  const bend = Math.max(48, Math.abs(d.x - a.x) / 2);
  return [a, { x: a.x + bend, y: a.y }, { x: d.x - bend, y: d.y }, d];
}

const pathOf = ([a, b, c, d]: ReturnType<typeof curveOf>) => `M${a.x} ${a.y}C${b.x} ${b.y} ${c.x} ${c.y} ${d.x} ${d.y}`;

/** Pixels between two nodes that a word beside their edge takes; where there are fewer it would lie on a name. */
const leastForWord = 80;
/** Near the caller, where a breaker lives. */
const breakerAt = 0.12;

function pointOn(curve: ReturnType<typeof curveOf>, t: number): Place {
  const weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3];
  const sum = (axis: 'x' | 'y') => curve.reduce((total, point, i) => total + point[axis] * (weights[i] ?? 0), 0);
  return { x: sum('x'), y: sum('y') };
}

const between = (a: Place, b: Place): Place => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/** The curve up to its middle. */
function firstHalfOf([a, b, c, d]: ReturnType<typeof curveOf>): ReturnType<typeof curveOf> {
  const [ab, bc, cd] = [between(a, b), between(b, c), between(c, d)];
  const [abc, bcd] = [between(ab, bc), between(bc, cd)];
  return [a, ab, abc, between(abc, bcd)];
}

interface EdgeProps {
  edge: GraphEdge;
  from: Place;
  /** Of the node that it begins at. */
  width: number;
  to: Place;
  lit: boolean;
  /** Whether caller and callee tell latencies of another order. */
  isTwoTone: boolean;
  /** Whether the edge says in words what stands out about it. */
  isWorded: boolean;
}

const Edge = memo(function Edge({ edge, from, width: begin, to, lit, isTwoTone, isWorded }: EdgeProps) {
  const [standing, width] = [standingOf(edge.evidence), widthOf(edge)];
  const curve = useMemo(() => curveOf(from, begin, to), [from, begin, to]);
  const path = pathOf(curve);
  const word = isWorded && to.x - from.x - begin >= leastForWord ? wordOf(edge) : null;
  const breaker = edge.breakerState === null || edge.breakerState === 'unknown' ? null : edge.breakerState;
  const at = breaker ? pointOn(curve, breakerAt) : null;
  return (
    <g
      className={classes.edge}
      data-edge={`${edge.from} ${edge.to}`}
      data-standing={standing}
      data-kind={edge.kind}
      data-failing={isWrong(edge) || undefined}
      data-dim={!lit || undefined}
    >
      <path d={path} strokeWidth={standing === 'not declared' ? width + 3 : width} markerEnd="url(#sb-arrow)" />
      {standing === 'not declared' ? <path d={path} strokeWidth={width} className={classes.hollow} /> : null}
      {isTwoTone ? <CallerHalf curve={curve} width={width} /> : null}
      {breaker && at ? (
        <g
          transform={`translate(${at.x - 7} ${at.y - 7})`}
          className={classes.breaker}
          data-breaker={breaker}
          style={{ color: breakerColor[breaker] }}
        >
          <circle cx="7" cy="7" r="8" className={classes.breakerGround} />
          <BreakerShape state={breaker} />
        </g>
      ) : null}
      {word ? (
        <text className={classes.word} x={(from.x + begin + to.x) / 2} y={(from.y + to.y + nodeSize.height) / 2 - 8}>
          {word}
        </text>
      ) : null}
    </g>
  );
});

/** The half of an edge where the caller's latency counts, with a stroke across where the callee's begins. */
function CallerHalf({ curve, width }: { curve: ReturnType<typeof curveOf>; width: number }) {
  const { x, y } = pointOn(curve, 0.5);
  return (
    <g className={classes.caller} data-two-tone>
      <path d={pathOf(firstHalfOf(curve))} strokeWidth={width} />
      <path d={`M${x} ${y - 5}V${y + 5}`} strokeWidth={2} />
    </g>
  );
}

interface GraphEdgesProps {
  graph: DrawnGraph;
  layout: Layout;
  lit: Lit | null;
  /** So small that arrows and breakers could not be told. */
  isFar: boolean;
}

/** Where so many edges have the same to say, their lines say it. */
const mostWorded = 8;

const isUndeclared = (edge: GraphEdge) => standingOf(edge.evidence) === 'not declared';

/** The edges, beneath the nodes. What they say stands in the table too. */
export function GraphEdges({ graph: { nodes, edges, parts }, layout, lit, isFar }: GraphEdgesProps) {
  const widths = useMemo(() => new Map(nodes.map((node) => [node.id, nodeWidthOf(node.name, nodeWordOf(node))])), [nodes]);
  const byId = useMemo(() => new Map(nodes.map((node) => [node.id, node])), [nodes]);
  const isLit = ({ from, to }: GraphEdge) => lit === null || (lit.steps ? lit.steps.has(stepOf(from, to)) : lit.nodes.has(from) && lit.nodes.has(to));
  const isFew = useMemo(() => edges.filter(isUndeclared).length <= mostWorded, [edges]);
  const isWorded = (edge: GraphEdge) => isLit(edge) && (isFew || lit?.isChosen || isWrong(edge));
  return (
    <svg className={classes.edges} width={layout.width} height={layout.height} aria-hidden="true" data-far={isFar || undefined}>
      <defs>
        <marker id="sb-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">
          <path d="M0 0 8 4 0 8Z" fill="context-stroke" stroke="none" />
        </marker>
      </defs>
      {edges.map((edge) => {
        const [from, to] = [layout.places.get(edge.from), layout.places.get(edge.to)];
        const width = widths.get(edge.from) ?? nodeSize.width;
        return from && to ? (
          <Edge
            key={`${edge.from} ${edge.to} ${edge.kind}`}
            {...{ edge, from, width, to }}
            lit={isLit(edge)}
            isTwoTone={!isWrong(edge) && twoTone(edge, byId.get(edge.to)) !== null}
            isWorded={isWorded(edge)}
          />
        ) : null;
      })}
      {parts.map(({ from, to }) => {
        const [service, instance] = [layout.places.get(from), layout.places.get(to)];
        const width = widths.get(from) ?? nodeSize.width;
        return service && instance ? <path key={to} className={classes.part} d={pathOf(curveOf(service, width, instance))} /> : null;
      })}
    </svg>
  );
}
