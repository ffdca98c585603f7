import { audit, group, session, token, user } from './account.ts';
import { discovery } from './discovery.ts';
import { fleet } from './fleet.ts';
import { service } from './service.ts';

/** Everything one may ask of Signalbox. */
export const contract = { service, discovery, fleet, group, user, token, audit, session };
export type Contract = typeof contract;
