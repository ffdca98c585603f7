'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { formatCount } from '#components/ui/format.ts';
import { PageHead } from '#components/ui/page-head.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { ServiceLink } from '#components/ui/service-link.tsx';
import { SkeletonPage } from '#components/ui/skeletons.tsx';
import { orpc } from '#lib/client/client.ts';
import { toFault } from '#lib/client/fault.ts';
import type { TopicParty } from '#lib/model/topic.ts';
import { Evidence, Flows } from './flows.tsx';
import classes from './topic.module.css';

/** One topic: who publishes to it, who subscribes, and how that goes. */
export function TopicPage({ topic }: { topic: string }) {
  const { data, error, refetch } = useQuery({ ...orpc.topic.read.queryOptions({ input: { topic } }), refetchInterval: 30_000 });
  if (error && toFault(error).status === 404) return <Unknown topic={topic} />;
  if (!data) return error ? <Fault error={error} what="The topic could not be read" onRetry={() => refetch()} /> : <SkeletonPage height={320} />;
  const { publishers, subscribers } = data;
  const counts = `${formatCount(publishers.length, 'publisher')}, ${formatCount(subscribers.length, 'subscriber')}`;
  return (
    <>
      <PageHead title={<span className={classes.title}>{topic}</span>} meta={counts} />
      <div className={classes.ends}>
        <End title="Publishers" parties={publishers} nobody="No service declares to publish here, and none is seen to." />
        <End
          title="Subscribers"
          parties={subscribers}
          nobody="No service declares to subscribe, and none is seen to: what is published here is heard by nobody."
        />
      </div>
    </>
  );
}

function Unknown({ topic }: { topic: string }) {
  return (
    <Empty
      title="No such topic"
      text={`No service publishes or subscribes to ${topic}. Registrations, AsyncAPI documents and metrics tell of topics.`}
      action={
        <Link className="sb-button" href="/topics">
          All topics
        </Link>
      }
    />
  );
}

interface EndProps {
  title: string;
  parties: TopicParty[];
  nobody: string;
}

function End({ title, parties, nobody }: EndProps) {
  return (
    <Panel title={title} aside={parties.length} flush>
      {parties.length === 0 ? <p className={classes.nobody}>{nobody}</p> : null}
      <ul className={classes.parties}>
        {parties.map((party) => (
          <li key={party.service} className={classes.party}>
            <div className={classes.who}>
              <ServiceLink name={party.service} verdict={party.verdict} />
              {party.team ? (
                <Link href={`/services?team=${party.team}`} prefetch={false} className={classes.team}>
                  {party.team}
                </Link>
              ) : null}
              <Evidence evidence={party.evidence} />
            </div>
            <Flows party={party} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
