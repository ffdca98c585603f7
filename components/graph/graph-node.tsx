import { memo } from 'react';
import { formatCount } from '#components/ui/format.ts';
import { verdictWord } from '#components/ui/verdict.ts';
import type { DrawnNode } from '#lib/model/graph/fold.ts';
import { nodeSize } from '#lib/model/graph/place.ts';
import classes from './canvas.module.css';
import { NodeDisc } from './node-disc.tsx';
import { ageStepOf, nodeWidthOf, wordThatFits } from './node-look.ts';

interface GraphNodeProps {
  node: DrawnNode;
  x: number;
  y: number;
  isSelected: boolean;
  isLit: boolean;
  /** Whether there is room for its name. */
  isNamed: boolean;
  isTabbed: boolean;
  onChoose: (node: DrawnNode) => void;
}

const words = { service: null, external: 'outside', topic: 'topic', datastore: 'datastore' } as const;

/** The word beside a name: what it is, or how many are folded there. */
export function nodeWordOf({ name, count, kind, folds }: DrawnNode): string | null {
  if (folds !== null) return `${count}`;
  const word = words[kind];
  return word && wordThatFits(name, word);
}

/** One node of the picture: a disc that says how it does, and its name. */
export const GraphNodeMark = memo(function GraphNodeMark({ node, x, y, isSelected, isLit, isNamed, isTabbed, onChoose }: GraphNodeProps) {
  const word = nodeWordOf(node);
  return (
    <button
      type="button"
      className={classes.node}
      data-node={node.id}
      data-kind={node.kind}
      data-fold={node.folds !== null || undefined}
      data-dim={!isLit || undefined}
      data-nameless={!isNamed || undefined}
      aria-pressed={node.folds === null ? isSelected : undefined}
      aria-expanded={node.folds === null ? undefined : false}
      tabIndex={isTabbed ? 0 : -1}
      style={{ transform: `translate(${x}px, ${y}px)`, width: nodeWidthOf(node.name, word), height: nodeSize.height }}
      onClick={() => onChoose(node)}
    >
      <NodeDisc node={node} age={ageStepOf(node.seenAt, Date.now())} />
      <span className={classes.nodeName}>{node.name}</span>
      {node.verdict ? <span className="sb-hidden">, {verdictWord[node.verdict]}</span> : null}
      {node.incidents > 0 ? <span className="sb-hidden">, {formatCount(node.incidents, 'incident')}</span> : null}
      {word ? <span className={classes.nodeWord}>{word}</span> : null}
    </button>
  );
});
