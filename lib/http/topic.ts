import { findTopics, readServiceTopics, readTopic } from '#lib/query/topic.ts';
import { os } from './authorise.ts';
import { asked } from './context.ts';

export const topic = {
  list: os.topic.list.handler(({ context, input }) => findTopics(asked(context), input)),
  read: os.topic.read.handler(({ context, input }) => readTopic(asked(context), input.topic)),
  ofService: os.topic.ofService.handler(({ context, input }) => readServiceTopics(asked(context), input.name)),
};
