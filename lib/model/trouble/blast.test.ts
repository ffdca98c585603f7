import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blastRadius } from '../graph/failure.ts';
import { callersByCallee, countHits, hitArcs } from './blast.ts';

const service = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const topic = fc.constantFrom('topic:s', 'topic:t');
const critical = fc.constantFrom(true, false, null);
const isService = (id: string) => !id.includes(':');
const edge = fc.oneof(
  fc.record({ from: service, to: service, kind: fc.constantFrom('http' as const, 'event' as const), critical }),
  fc.record({ from: service, to: topic, kind: fc.constant('event' as const), critical: fc.constant(null) }),
  fc.record({ from: topic, to: service, kind: fc.constant('event' as const), critical: fc.constant(null) }),
  fc.record({ from: service, to: fc.constant('datastore:x'), kind: fc.constant('datastore' as const), critical: fc.constant(null) }),
);

test('the fleet page and walls count the services that the graph shows to be hit', () => {
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 14 }), service, (edges, failing) => {
      const hits = callersByCallee(hitArcs(edges, isService));
      const shown = [...blastRadius(edges, failing).hit.keys()].filter(isService);
      expect(countHits(hits, hits.get(failing) ?? [], failing)).toBe(shown.length);
    }),
  );
});
