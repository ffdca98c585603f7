import type { Answer } from './app.ts';

/** What a list is asked for, with the contract's defaults filled in. */
export interface PageQuery {
  page: number;
  limit: number;
}

/** Where a page begins. Pages beyond what a database can count are empty like any other beyond the last. */
export const offsetOf = ({ page, limit }: PageQuery): number => Math.min((page - 1) * limit, Number.MAX_SAFE_INTEGER);

/** The answer for one page of a list, under its plural name. */
export function answerPage(plural: string, entries: readonly unknown[], total: number, { page, limit }: PageQuery): Answer {
  const pagination = { page, limit, total, pages: Math.ceil(total / limit) };
  return { status: 200, body: { [plural]: entries, pagination }, headers: { 'x-total-count': String(total) } };
}
