'use client';

import { useMemo, useState } from 'react';
import { formatCount, formatRate } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { findCycles } from '#lib/model/graph/cycles.ts';
import { nameOfNode } from '#lib/model/graph/review.ts';
import { standingOf } from '#lib/model/graph/standing.ts';
import { findWeakPoints, type WeakPoint } from '#lib/model/graph/weak-points.ts';
import type { Graph } from '#lib/model/graph.ts';
import classes from './graph.module.css';
import { countHit } from './path-words.ts';

const firstPoints = 6;
const mostCycles = 8;

function readFindings({ edges }: Graph) {
  const counted = (standing: string) => edges.filter(({ evidence }) => standingOf(evidence) === standing).length;
  return { cycles: findCycles(edges), points: findWeakPoints(edges), undeclared: counted('not declared'), unseen: counted('never seen') };
}

interface FindingsPanelProps {
  graph: Graph;
  onChoose: (id: string) => void;
}

/** What the shape of the graph says: circles, single points of failure, and where declarations and traffic differ. */
export function FindingsPanel({ graph, onChoose }: FindingsPanelProps) {
  const { cycles, points, undeclared, unseen } = useMemo(() => readFindings(graph), [graph]);
  return (
    <Panel title="What stands out">
      <div className={classes.findings}>
        <WeakPoints points={points} onChoose={onChoose} />
        <section>
          <h3 className={classes.label}>
            {cycles.length === 0 ? 'No circle of calls' : formatCount(cycles.length, 'circle of calls', 'circles of calls')}
          </h3>
          <ul className={classes.points}>
            {cycles.slice(0, mostCycles).map((cycle) => (
              <li key={cycle[0]}>
                <button type="button" className={classes.choose} onClick={() => onChoose(cycle[0] ?? '')}>
                  {cycle.slice(0, 5).map(nameOfNode).join(' ⇄ ')}
                </button>
                {cycle.length > 5 ? <span className="sb-muted"> and {cycle.length - 5} more</span> : null}
              </li>
            ))}
          </ul>
          {cycles.length > mostCycles ? <p className="sb-muted">and {cycles.length - mostCycles} more</p> : null}
          <p className={classes.nobody}>
            {formatCount(undeclared, 'edge')} seen that nobody declares; {formatCount(unseen, 'edge')} declared and never seen.
          </p>
        </section>
      </div>
    </Panel>
  );
}

function WeakPoints({ points, onChoose }: { points: readonly WeakPoint[]; onChoose: (id: string) => void }) {
  const [isAll, setAll] = useState(false);
  return (
    <section>
      <h3 className={classes.label}>
        {points.length === 0
          ? 'No single point of failure that hits more than one'
          : formatCount(points.length, 'single point of failure', 'single points of failure')}
      </h3>
      <ol className={classes.points}>
        {points.slice(0, isAll ? points.length : firstPoints).map((point) => (
          <li key={point.id}>
            <button type="button" className={classes.choose} onClick={() => onChoose(point.id)}>
              {nameOfNode(point.id)}
            </button>{' '}
            <span className="sb-muted">{pointWords(point)}</span>
          </li>
        ))}
      </ol>
      {points.length > firstPoints ? (
        <button type="button" className="sb-button sb-button-small" onClick={() => setAll(!isAll)}>
          {isAll ? 'Show fewer' : `Show all ${points.length}`}
        </button>
      ) : null}
    </section>
  );
}

function pointWords({ hit, behind, rateAtStake }: WeakPoint): string {
  const named = behind.slice(0, 3).map(nameOfNode).join(', ');
  const more = behind.length > 3 ? ` and ${behind.length - 3} more` : '';
  return [
    ...(rateAtStake === null ? [] : [`${formatRate(rateAtStake)} at stake`]),
    `hits ${countHit(hit)}`,
    ...(behind.length === 0 ? [] : [`the only way to ${named}${more}`]),
  ].join(' · ');
}
