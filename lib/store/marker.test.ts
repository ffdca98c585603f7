import { describe, expect, it } from 'vitest';
import { maxMarkers } from '#lib/model/marker.ts';
import { insertChanges } from './change.ts';
import { listMarkers } from './marker.ts';
import { eachDatabase } from './testbed.ts';

const nowMs = Date.parse('2026-03-01T12:00:00Z');
const minuteMs = 60_000;

const came = (service: string, from: string | null, to: string) => ({
  kind: 'version.changed' as const,
  subject: service,
  data: { service, from, to },
});

eachDatabase((open) => {
  describe('the markers of a window', () => {
    it('are the changes of version of this service alone, oldest first', async () => {
      const db = await open();
      await insertChanges(db, [came('orders', '1.0', '1.1')], nowMs - 90 * minuteMs);
      await insertChanges(db, [came('orders', '1.1', '1.2'), came('users', '7', '8')], nowMs - 30 * minuteMs);
      await insertChanges(db, [came('orders', '1.2', '1.1')], nowMs - 20 * minuteMs);
      expect(await listMarkers(db, 'orders', nowMs - 60 * minuteMs, nowMs)).toEqual([
        { at: '2026-03-01T11:30:00.000Z', from: '1.1', to: '1.2' },
        { at: '2026-03-01T11:40:00.000Z', from: '1.2', to: '1.1' },
      ]);
    });

    it('are the newest where a service changes its version all the time', async () => {
      const db = await open();
      for (let i = 0; i < maxMarkers + 5; i++) await insertChanges(db, [came('orders', `${i}`, `${i + 1}`)], nowMs - (200 - i) * 1000);
      const markers = await listMarkers(db, 'orders', nowMs - 60 * minuteMs, nowMs);
      expect(markers).toHaveLength(maxMarkers);
      expect(markers.at(-1)?.to).toBe(`${maxMarkers + 5}`);
    });
  });
});
