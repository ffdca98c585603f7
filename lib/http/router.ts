import { audit, session, token, user } from './account.ts';
import { os } from './authorise.ts';
import { fleet, group } from './fleet.ts';
import { discovery, service } from './service.ts';

/** The contract, implemented. */
export const router = os.router({ service, discovery, fleet, group, user, token, audit, session });
