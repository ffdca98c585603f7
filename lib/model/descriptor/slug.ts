import { slugSchema } from '../service.ts';

/** The nearest name that a URL can carry, or null where nothing is left of it. */
export function slugOf(text: string): string | null {
  if (slugSchema.safeParse(text).success) return text;
  const slug = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-+/, '')
    .slice(0, 63)
    .replace(/-+$/, '');
  return slug === '' ? null : slug;
}
