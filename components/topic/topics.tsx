'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Age } from '#components/ui/age.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { formatCount } from '#components/ui/format.ts';
import { ListBar, ListBody, Pager } from '#components/ui/list-frame.tsx';
import { PageHead } from '#components/ui/page-head.tsx';
import { NotKnown, Quantity } from '#components/ui/quantity.tsx';
import { TableHead } from '#components/ui/table-head.tsx';
import { useListState } from '#components/ui/use-list-state.ts';
import { orpc } from '#lib/client/client.ts';
import type { TopicRow } from '#lib/model/topic.ts';
import classes from './topic.module.css';
import { topicHref, topicsInput } from './topic-href.ts';
import { TopicTrouble } from './topic-trouble.tsx';

/** Every topic that a service publishes or subscribes to. */
export function Topics() {
  const { q, page, filter, turnTo } = useListState();
  const query = useQuery({
    ...orpc.topic.list.queryOptions({ input: topicsInput({ q, page }) }),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  const { topics = [], pagination } = query.data ?? {};
  return (
    <>
      <PageHead title="Topics" />
      <ListBar what="topics" q={q} onFilter={filter} count={pagination ? formatCount(pagination.total, 'topic') : ''} />
      <ListBody
        what="topics"
        query={{ ...query, error: query.data ? null : query.error }}
        isEmpty={topics.length === 0}
        isFiltered={q !== ''}
        empty={
          <Empty
            title="No topics yet"
            text="Topics come from what services declare to publish and subscribe to, from their AsyncAPI documents and from their metrics."
            action={
              <Link className="sb-button" href="/services">
                All services
              </Link>
            }
          />
        }
      >
        <table className="sb-table sb-cards">
          <TableHead words={['Topic']} numbers={['Publishers', 'Subscribers', 'Events', 'Last seen']} />
          <tbody>
            {topics.map((topic) => (
              <Row key={topic.topic} topic={topic} />
            ))}
          </tbody>
        </table>
      </ListBody>
      <Pager pagination={pagination} onTurn={turnTo} />
    </>
  );
}

function Row({ topic }: { topic: TopicRow }) {
  return (
    <tr data-row>
      <th scope="row" className={classes.main}>
        <Link href={topicHref(topic.topic)} prefetch={false} className={classes.name}>
          {topic.topic}
        </Link>
        <TopicTrouble topic={topic} />
      </th>
      <td className="sb-right" data-label={topic.publishers === 1 ? 'publisher' : 'publishers'}>
        {topic.publishers}
      </td>
      <td className="sb-right" data-label={topic.subscribers === 1 ? 'subscriber' : 'subscribers'}>
        {topic.subscribers}
      </td>
      <td className="sb-right">
        <Quantity value={topic.eventRate} unit="/s" />
      </td>
      <td className="sb-right">{topic.seenAt ? <Age at={topic.seenAt} /> : <NotKnown />}</td>
    </tr>
  );
}
