const longest = 63;

/** `Order Service (EU)` → `order-service-eu`; empty where nothing of a name is left. */
export function slugify(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, longest)
    .replace(/-+$/, '');
}

/** What is wrong with a name, or null. */
export function nameFault(name: string): string | null {
  if (name === '') return 'a service needs a name';
  return /^[a-z0-9][a-z0-9-]{0,62}$/.test(name) ? null : 'use 1–63 lower-case letters, digits and hyphens, beginning with a letter or digit';
}

/** The first of `orders-2`, `orders-3`, … that is not taken. */
export function proposeName(name: string, taken: ReadonlySet<string>): string {
  const stem = name.replace(/-\d+$/, '') || name;
  for (let number = 2; ; number++) {
    const tail = `-${number}`;
    const proposal = `${stem.slice(0, longest - tail.length)}${tail}`;
    if (!taken.has(proposal)) return proposal;
  }
}
