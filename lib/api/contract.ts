import { audit, group, session, token, user } from './account.ts';
import { breaker } from './breaker.ts';
import { catalog } from './catalog.ts';
import { discovery } from './discovery.ts';
import { document } from './document.ts';
import { fleet } from './fleet.ts';
import { graph } from './graph.ts';
import { latency } from './latency.ts';
import { metricsSource } from './metrics-source.ts';
import { run } from './run.ts';
import { search } from './search.ts';
import { service } from './service.ts';
import { topic } from './topic.ts';
import { validation } from './validation.ts';
import { screen, wall } from './wall.ts';

/** Everything one may ask of Signalbox. */
export const contract = {
  service,
  catalog,
  document,
  run,
  validation,
  discovery,
  fleet,
  search,
  topic,
  graph,
  breaker,
  latency,
  metricsSource,
  wall,
  screen,
  group,
  user,
  token,
  audit,
  session,
};
export type Contract = typeof contract;
