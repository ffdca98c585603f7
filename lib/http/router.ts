import { audit, session, token, user } from './account.ts';
import { os } from './authorise.ts';
import { breaker } from './breaker.ts';
import { catalog } from './catalog.ts';
import { document } from './document.ts';
import { fleet, group } from './fleet.ts';
import { graph } from './graph.ts';
import { latency } from './latency.ts';
import { metricsSource } from './metrics-source.ts';
import { run } from './run.ts';
import { search } from './search.ts';
import { discovery, service } from './service.ts';
import { topic } from './topic.ts';
import { validation } from './validation.ts';
import { screen, wall } from './wall.ts';

/** The contract, implemented. */
export const router = os.router({
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
});
