import { AppError } from '#lib/errors.ts';
import { paginate } from '#lib/model/page.ts';
import type { Topic } from '#lib/model/topic.ts';
import { findStands } from '#lib/store/neighbour.ts';
import { findServiceId } from '#lib/store/reading.ts';
import { type Ends, findEnds, listTopics, listTopicsOf, type Party } from '#lib/store/topic.ts';
import { type QueryContext, requireReader } from './context.ts';

export async function findTopics(ctx: QueryContext, input: { q?: string | undefined; page: number; limit: number }) {
  requireReader(ctx);
  const { rows, total } = await listTopics(ctx.db, input);
  return { topics: rows, pagination: paginate(input.page, input.limit, total) };
}

/** Who stands at each end of a topic, and how they do. */
export async function readTopic(ctx: QueryContext, topic: string): Promise<Topic> {
  requireReader(ctx);
  const ends = await findEnds(ctx.db, [topic]);
  const [found] = await withVerdicts(ctx, ends);
  if (!found) throw new AppError('not_found', `No service publishes or subscribes to a topic ${topic}.`);
  return found;
}

/** The topics that a service publishes or subscribes to, each with everybody at its ends. */
export async function readServiceTopics(ctx: QueryContext, name: string): Promise<{ topics: Topic[] }> {
  requireReader(ctx);
  const topics = await listTopicsOf(ctx.db, await findServiceId(ctx.db, name));
  return { topics: await withVerdicts(ctx, await findEnds(ctx.db, topics)) };
}

async function withVerdicts(ctx: QueryContext, ends: Map<string, Ends>): Promise<Topic[]> {
  const names = [...ends.values()].flatMap(({ publishers, subscribers }) => [...publishers, ...subscribers].map(({ service }) => service));
  const stands = await findStands(ctx.db, [...new Set(names)], ctx.nowMs);
  const judged = (party: Party) => ({ ...party, verdict: stands.get(party.service)?.verdict ?? ('unknown' as const) });
  return [...ends].map(([topic, { publishers, subscribers }]) => ({
    topic,
    publishers: publishers.map(judged),
    subscribers: subscribers.map(judged),
  }));
}
