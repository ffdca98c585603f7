export const stockFull = 10_000;
export const reorderAt = 2000;

/** What the shop sells. */
export const articles = [
  { sku: 'LMP-001', name: 'Signal lamp, red', priceCents: 4900 },
  { sku: 'LMP-002', name: 'Signal lamp, green', priceCents: 4900 },
  { sku: 'LVR-001', name: 'Lever, brass', priceCents: 12_900 },
  { sku: 'BEL-001', name: 'Block bell', priceCents: 8900 },
  { sku: 'KEY-001', name: 'Token key', priceCents: 1900 },
  { sku: 'FLG-001', name: 'Hand flag', priceCents: 900 },
  { sku: 'MAP-001', name: 'Track diagram', priceCents: 2900 },
  { sku: 'CLK-001', name: 'Station clock', priceCents: 23_900 },
];
