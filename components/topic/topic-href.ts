import type { ListState } from '#components/ui/list-state.ts';

export const topicHref = (topic: string) => `/topics/${encodeURIComponent(topic)}`;

/** The same on the server and in the browser, so that both mean one cache entry. */
export const topicsInput = ({ q, page }: ListState) => ({ q: q || undefined, page, limit: 50 });
