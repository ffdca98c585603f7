import Link from 'next/link';
import { topicHref } from '#components/topic/topic-href.ts';
import { ServiceLink } from '#components/ui/service-link.tsx';
import type { GraphNode } from '#lib/model/graph.ts';
import classes from './graph.module.css';

export const kindWords = { service: 'service', external: 'not registered', topic: 'topic', datastore: 'datastore' } as const;

/** A node by its name, leading to its page where it has one. */
export function NodeName({ node }: { node: GraphNode }) {
  if (node.kind === 'service') return <ServiceLink name={node.name} {...(node.verdict ? { verdict: node.verdict } : {})} />;
  return (
    <span className={classes.stranger}>
      {node.kind === 'topic' ? (
        <Link href={topicHref(node.name)} prefetch={false}>
          {node.name}
        </Link>
      ) : (
        node.name
      )}
      <span className="sb-tag">{kindWords[node.kind]}</span>
    </span>
  );
}
