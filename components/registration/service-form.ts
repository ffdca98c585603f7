import type { Discovery } from '#lib/model/discovery.ts';
import type { LatencyObjective } from '#lib/model/latency-objective.ts';
import { registrationDefaults } from '#lib/model/registration-defaults.ts';
import type { RegistrationInput, Service, ServicePatch } from '#lib/model/service.ts';
import { baseUrlFault } from './base-url.ts';
import { nameFault } from './service-name.ts';

/** Empty while somebody is typing a number. */
type NumberText = number | '';
type Secret = string | null | undefined;

type Described = Pick<
  Service,
  'name' | 'displayName' | 'description' | 'healthCheckPath' | 'metricsPath' | 'openapiPath' | 'metricsSource' | 'metricsSelector' | 'healthFromUp'
> & { baseUrl: string };
type Owned = Pick<Service, 'domain' | 'system' | 'team' | 'tier' | 'lifecycle' | 'maintenance' | 'tryWrites' | 'tags' | 'links'>;
type Connected = Pick<Service, 'instances' | 'dependencies' | 'datastores' | 'publishes' | 'subscribes'>;

export const numberFields = [
  'timeoutSeconds',
  'maxRetries',
  'retryDelaySeconds',
  'circuitBreakerThreshold',
  'circuitBreakerTimeoutSeconds',
  'pollIntervalSeconds',
] as const;
export type NumberField = (typeof numberFields)[number];

export type SecretField = 'apiKey' | 'bearerToken';

export type ObjectiveForm = Omit<LatencyObjective, 'thresholdMs'> & { thresholdMs: NumberText };

/** A service as the form holds it. A secret is kept when undefined, removed when null, replaced by a text. */
export interface ServiceForm extends Described, Owned, Connected, Record<NumberField, NumberText>, Record<SecretField, Secret> {
  latencyObjective: ObjectiveForm | null;
}

export type FormField = keyof ServiceForm;

/** What is wrong, by the dotted path of the field. */
export type Faults = Readonly<Record<string, string>>;

export const emptyForm: ServiceForm = {
  ...registrationDefaults,
  name: '',
  displayName: '',
  baseUrl: '',
  instances: [],
  tags: [],
  links: [],
  dependencies: [],
  datastores: [],
  publishes: [],
  subscribes: [],
  apiKey: undefined,
  bearerToken: undefined,
};

const fields = Object.keys(emptyForm) as FormField[];

export function formOf(service: Service): ServiceForm {
  const kept = Object.fromEntries(fields.map((field) => [field, field in service ? service[field as keyof Service] : undefined]));
  return { ...emptyForm, ...kept, baseUrl: service.baseUrl ?? '', apiKey: undefined, bearerToken: undefined };
}

/** Fills in what was found, but never over what somebody typed. */
export function fillIn(form: ServiceForm, suggestion: Discovery['suggestion'], typed: ReadonlySet<FormField>): ServiceForm {
  const { name, displayName, description, healthCheckPath, metricsPath, openapiPath } = suggestion;
  const found: Partial<ServiceForm> = {
    name,
    displayName,
    description,
    healthCheckPath: healthCheckPath ?? emptyForm.healthCheckPath,
    metricsPath,
    openapiPath,
  };
  return { ...form, ...Object.fromEntries(Object.entries(found).filter(([field]) => !typed.has(field as FormField))) };
}

/** What can be told without asking the server, so that a slip costs no round trip. */
export function findFaults(form: ServiceForm): Faults {
  const faults: Record<string, string | null> = { name: nameFault(form.name), baseUrl: baseUrlFault(form.baseUrl) };
  for (const field of numberFields) faults[field] = form[field] === '' ? 'needs a number' : null;
  for (const field of ['healthCheckPath', 'metricsPath', 'openapiPath'] as const) faults[field] = pathFault(form[field]);
  faults['latencyObjective.thresholdMs'] = form.latencyObjective?.thresholdMs === '' ? 'needs a number of milliseconds' : null;
  for (const field of ['apiKey', 'bearerToken'] as const) faults[field] = form[field] === '' ? 'needs a value' : null;
  for (const [index, url] of form.instances.entries()) faults[`instances.${index}`] = baseUrlFault(url);
  faults.metricsSelector = selectorFault(form);
  for (const [index, link] of form.links.entries()) faults[`links.${index}.url`] = link.url === '' ? 'needs an address, or remove the link' : null;
  for (const [index, { service }] of form.dependencies.entries()) faults[`dependencies.${index}.service`] = service === '' ? 'needs a name' : null;
  return Object.fromEntries(Object.entries(faults).filter((entry): entry is [string, string] => entry[1] !== null));
}

function selectorFault({ metricsSource, metricsSelector }: ServiceForm): string | null {
  return metricsSource !== null && metricsSelector === null ? 'needs its labels there, such as job="orders"' : null;
}

function pathFault(path: string | null): string | null {
  if (path === null) return null;
  if (path === '') return 'needs a path, such as /health';
  return path.startsWith('/') && !path.startsWith('//') ? null : 'must begin with one /';
}

/** The body that registers the service. The form must have no faults. */
export function registrationOf(form: ServiceForm): RegistrationInput {
  const { displayName, apiKey, bearerToken, ...rest } = form as ServiceForm & Record<NumberField, number> & Pick<Service, 'latencyObjective'>;
  return {
    ...rest,
    ...(displayName.trim() === '' ? {} : { displayName }),
    ...(apiKey ? { apiKey } : {}),
    ...(bearerToken ? { bearerToken } : {}),
  };
}

/** The fields that differ, as a patch. */
export function patchOf(before: ServiceForm, after: ServiceForm): ServicePatch {
  const changed = fields.filter((field) => field !== 'name' && JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  return Object.fromEntries(changed.map((field) => [field, after[field]]));
}

export const replaceAt = <T>(list: readonly T[], index: number, item: T): T[] => list.map((old, at) => (at === index ? item : old));
export const removeAt = <T>(list: readonly T[], index: number): T[] => list.filter((_, at) => at !== index);
