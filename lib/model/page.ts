import { z } from 'zod';

export const pageInput = {
  page: z.coerce.number().int().min(1).default(1).meta({ description: 'Page, from 1.' }),
  limit: z.coerce.number().int().min(1).max(100).default(20).meta({ description: 'Rows a page, 1–100.' }),
};

export const paginationSchema = z
  .object({
    page: z.number().int().min(1),
    limit: z.number().int().min(1),
    total: z.number().int().min(0),
    pages: z.number().int().min(0),
  })
  .meta({ id: 'Pagination' });
export type Pagination = z.infer<typeof paginationSchema>;

export function paginate(page: number, limit: number, total: number): Pagination {
  return { page, limit, total, pages: Math.ceil(total / limit) };
}
