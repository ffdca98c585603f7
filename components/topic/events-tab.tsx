'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { ServiceLink } from '#components/ui/service-link.tsx';
import { SkeletonBlock } from '#components/ui/skeletons.tsx';
import { orpc } from '#lib/client/client.ts';
import type { Topic, TopicParty } from '#lib/model/topic.ts';
import { Evidence, Flows } from './flows.tsx';
import classes from './topic.module.css';
import { topicHref } from './topic-href.ts';

/** The tab "Events": what a service publishes and what it listens to, with who stands at the other end. */
export function EventsTab({ name, mayEdit }: { name: string; mayEdit: boolean }) {
  const { data, error, refetch } = useQuery({ ...orpc.topic.ofService.queryOptions({ input: { name } }), refetchInterval: 30_000 });
  if (!data) return error ? <Fault error={error} what="The topics could not be read" onRetry={() => refetch()} /> : <SkeletonBlock height={240} />;
  const { topics } = data;
  if (topics.length === 0) return <NoTopics name={name} mayEdit={mayEdit} />;
  return (
    <div className={classes.ends}>
      <Side title="Publishes" topics={topics} own="publishers" other="subscribers" name={name} />
      <Side title="Subscribes to" topics={topics} own="subscribers" other="publishers" name={name} />
    </div>
  );
}

function NoTopics({ name, mayEdit }: { name: string; mayEdit: boolean }) {
  return (
    <Empty
      title="No events known"
      text={`Topics stand here when ${name} declares what it publishes and subscribes to, has an AsyncAPI document, or counts events in its metrics.`}
      action={
        mayEdit ? (
          <Link className="sb-button" href={`/services/${name}?tab=settings`}>
            Declare topics
          </Link>
        ) : null
      }
    />
  );
}

type End = 'publishers' | 'subscribers';

interface SideProps {
  title: string;
  topics: Topic[];
  own: End;
  other: End;
  name: string;
}

function Side({ title, topics, own, other, name }: SideProps) {
  const lines = topics.flatMap((topic) => {
    const party = topic[own].find(({ service }) => service === name);
    return party ? [{ topic: topic.topic, party, others: topic[other] }] : [];
  });
  return (
    <Panel title={title} aside={lines.length} flush>
      {lines.length === 0 ? <p className={classes.nobody}>{own === 'publishers' ? 'It publishes nothing.' : 'It listens to nothing.'}</p> : null}
      <ul className={classes.parties}>
        {lines.map(({ topic, party, others }) => (
          <li key={topic} className={classes.party}>
            <div className={classes.who}>
              <Link href={topicHref(topic)} prefetch={false} className={classes.name}>
                {topic}
              </Link>
              <Evidence evidence={party.evidence} />
            </div>
            <Flows party={party} />
            <Others others={others} end={other} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Others({ others, end }: { others: TopicParty[]; end: End }) {
  const words = end === 'subscribers' ? ['Heard by', 'Nobody subscribes.'] : ['Comes from', 'Nobody publishes it.'];
  if (others.length === 0) return <p className={classes.letters}>{words[1]}</p>;
  return (
    <p className={classes.others}>
      <span className="sb-muted">{words[0]}</span>
      {others.map(({ service, verdict }) => (
        <ServiceLink key={service} name={service} verdict={verdict} />
      ))}
    </p>
  );
}
