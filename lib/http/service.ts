import { checkService } from '#lib/command/check.ts';
import { discoverService } from '#lib/command/discovery.ts';
import { changeService, registerService, removeService } from '#lib/command/service.ts';
import { readDependencies } from '#lib/query/dependency.ts';
import { readInstances } from '#lib/query/instance.ts';
import { readReadings } from '#lib/query/reading.ts';
import { readMetricsDoctor, readSaturation } from '#lib/query/saturation.ts';
import { countServiceFacets, findServices, readService } from '#lib/query/service.ts';
import { readSignals } from '#lib/query/signal.ts';
import { os } from './authorise.ts';
import { asked } from './context.ts';

export const service = {
  list: os.service.list.handler(({ context, input }) => findServices(asked(context), input)),
  facets: os.service.facets.handler(({ context, input }) => countServiceFacets(asked(context), input)),
  register: os.service.register.handler(({ context, input }) => registerService(asked(context), input)),
  read: os.service.read.handler(({ context, input }) => readService(asked(context), input.name)),
  change: os.service.change.handler(({ context, input }) => changeService(asked(context), input)),
  remove: os.service.remove.handler(({ context, input }) => removeService(asked(context), input.name)),
  check: os.service.check.handler(({ context, input }) => checkService(asked(context), input.name)),
  readings: os.service.readings.handler(({ context, input }) => readReadings(asked(context), input)),
  signals: os.service.signals.handler(({ context, input }) => readSignals(asked(context), input)),
  instances: os.service.instances.handler(({ context, input }) => readInstances(asked(context), input.name)),
  saturation: os.service.saturation.handler(({ context, input }) => readSaturation(asked(context), input)),
  metricsDoctor: os.service.metricsDoctor.handler(({ context, input }) => readMetricsDoctor(asked(context), input.name)),
  dependencies: os.service.dependencies.handler(({ context, input }) => readDependencies(asked(context), input.name)),
};

export const discovery = {
  discover: os.discovery.discover.handler(({ context, input }) => discoverService(asked(context), input.baseUrl)),
};
