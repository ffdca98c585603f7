import { expect, test } from 'vitest';
import { findSelfTrouble, type SelfReport } from './self-trouble.ts';

const well: SelfReport = { eventLoopLagMs: 12, storeWriteMs: 8, controlAnswered: true, silent: { services: 0, hosts: 0, of: 40 } };

test('a well Signalbox finds no trouble in itself', () => expect(findSelfTrouble(well)).toBeNull());
test('a responder of our own that stays silent is our trouble', () =>
  expect(findSelfTrouble({ ...well, controlAnswered: false })).toMatch(/cannot even reach itself/));
test('a lagging event loop is our trouble', () => expect(findSelfTrouble({ ...well, eventLoopLagMs: 800 })).toMatch(/lags 800 ms behind/));
test('a slow store is our trouble', () => expect(findSelfTrouble({ ...well, storeWriteMs: 6000 })).toMatch(/took 6 s/));
test('half of the fleet in silence, on several hosts, is our trouble', () => {
  expect(findSelfTrouble({ ...well, silent: { services: 25, hosts: 9, of: 40 } })).toMatch(/25 of 40/);
});
test('one silent host with many services is not', () => {
  expect(findSelfTrouble({ ...well, silent: { services: 25, hosts: 1, of: 40 } })).toBeNull();
});
test('a small fleet that is down is down', () => expect(findSelfTrouble({ ...well, silent: { services: 4, hosts: 4, of: 4 } })).toBeNull());
