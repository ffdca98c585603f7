import type { ErrorObject } from 'ajv';
import { escapeStep } from '#lib/model/document/pointer.ts';
import type { Remark } from './fault.ts';
import { beginPlace } from './words.ts';

interface Sentence {
  id: string;
  /** Follows the name of the place. */
  says: string;
  help: string;
  /** A field of the place that the finding is about. */
  step?: string;
}

type Params = Record<string, unknown>;

const shown = (value: unknown) => JSON.stringify(value)?.slice(0, 80) ?? '';
const text = (value: unknown) => String(value).slice(0, 80);
const listed = (values: unknown) => (Array.isArray(values) ? values.map(shown).join(', ').slice(0, 200) : shown(values));
const article = (type: unknown) =>
  [type]
    .flat()
    .map((one) => (/^[aeio]/.test(String(one)) ? `an ${one}` : `a ${one}`).replace('an array', 'a list').replace('a null', 'null'))
    .join(' or ');

function unknownField(name: unknown): Sentence {
  return {
    id: 'document.field.unknown',
    says: `has the field ${text(name)}, which the specification does not know here`,
    help: `Correct its name, remove it, or call it x-${text(name)}.`,
    step: String(name),
  };
}

const value = (says: string, help: string): Sentence => ({ id: 'document.value.invalid', says, help });

const sentences: Record<string, (params: Params) => Sentence> = {
  required: ({ missingProperty }) => ({
    id: 'document.field.missing',
    says: `has no ${text(missingProperty)}`,
    help: `Add ${text(missingProperty)}.`,
  }),
  dependentRequired: ({ missingProperty }) => ({
    id: 'document.field.missing',
    says: `has no ${text(missingProperty)}`,
    help: `Add ${text(missingProperty)}.`,
  }),
  additionalProperties: ({ additionalProperty }) => unknownField(additionalProperty),
  unevaluatedProperties: ({ unevaluatedProperty }) => unknownField(unevaluatedProperty),
  propertyNames: ({ propertyName }) => ({
    id: 'document.field.name',
    says: `has an entry named ${shown(propertyName)}, which is no allowed name`,
    help: 'Use letters, digits, dots, hyphens and underscores.',
    step: String(propertyName),
  }),
  type: ({ type }) => ({ id: 'document.value.type', says: `must be ${article(type)}`, help: `Write ${article(type)} here.` }),
  enum: ({ allowedValues }) => value(`must be one of ${listed(allowedValues)}`, 'Use one of these values.'),
  const: ({ allowedValue }) => value(`must be ${shown(allowedValue)}`, 'Use this value.'),
  pattern: ({ pattern }) => value(`does not look as it must (${text(pattern)})`, 'Correct the value.'),
  format: ({ format }) => value(`is no valid ${text(format)}`, 'Correct the value.'),
  minLength: () => value('must not be empty', 'Write a text.'),
  minItems: ({ limit }) => value(`must have at least ${text(limit)} entries`, 'Add entries, or leave the field out.'),
  minProperties: ({ limit }) =>
    value(`must have at least ${text(limit)} ${limit === 1 ? 'entry' : 'entries'}`, 'Add one, such as a response for success.'),
  maxProperties: ({ limit }) => value(`must have at most ${text(limit)} ${limit === 1 ? 'entry' : 'entries'}`, 'Keep one.'),
  uniqueItems: ({ i, j }) => value(`has the same entry twice (${text(j)} and ${text(i)})`, 'Remove one of the two.'),
  minimum: ({ limit }) => value(`must be at least ${text(limit)}`, 'Correct the number.'),
  exclusiveMinimum: ({ limit }) => value(`must be greater than ${text(limit)}`, 'Correct the number.'),
  not: () => value('holds a combination that is not allowed', 'Look up what this place may hold.'),
  'false schema': () => value('must not be here', 'Remove it.'),
};

const wrappers = new Set(['oneOf', 'anyOf']);
const silent = new Set(['if', 'allOf', '$ref', '$dynamicRef']);
const isUnevaluated = ({ keyword }: ErrorObject) => keyword === 'unevaluatedProperties' || keyword === 'additionalProperties';
const isWithin = (path: string, outer: string) => path === outer || path.startsWith(`${outer}/`);

/** Values that choose between the alternatives of a place, such as `in` of a parameter: right ones say which alternative is meant. */
const selectors: Record<string, ReadonlySet<unknown>> = {
  in: new Set(['path', 'query', 'header', 'cookie', 'querystring']),
  inOfOld: new Set(['path', 'query', 'header', 'body', 'formData']),
  type: new Set(['apiKey', 'http', 'oauth2', 'openIdConnect', 'mutualTLS', 'basic']),
};

const isScheme = (path: string) => /^\/(?:components\/securitySchemes|securityDefinitions)\/[^/]*$/.test(path);

interface Selector {
  parent: string;
  name: string;
  /** What the alternative expected: its identity tells alternatives apart. */
  schema: unknown;
}

function selectorOf(
  { keyword, instancePath, parentSchema, data }: ErrorObject,
  forks: ReadonlySet<string>,
  cookies: ReadonlySet<string>,
): Selector | null {
  const [, parent = '', name = ''] = /^(.*)\/(in|type)$/.exec(instancePath) ?? [];
  if ((keyword !== 'enum' && keyword !== 'const') || !forks.has(parent) || (name === 'type') !== isScheme(parent)) return null;
  return selectors[name === 'in' && !cookies.has(instancePath) ? 'inOfOld' : name]?.has(data) ? { parent, name, schema: parentSchema } : null;
}

/** Leaves out alternatives that were not meant: those whose `in` or `type` is another one. */
function withoutOthers(errors: ErrorObject[], forks: ReadonlySet<string>): ErrorObject[] {
  const cookies = new Set(errors.filter(({ params }) => params.allowedValues?.includes('cookie')).map(({ instancePath }) => instancePath));
  const chosen = errors.map((error) => selectorOf(error, forks, cookies));
  const others = chosen.filter((selector) => selector !== null);
  const isOther = ({ instancePath, parentSchema }: ErrorObject) =>
    others.some(({ parent, name, schema }) => instancePath === parent && parentSchema?.properties?.[name] === schema);
  const rest = errors.filter((error, at) => !chosen[at] && !isOther(error));
  const explains = (parent: string) => rest.some(({ keyword, instancePath }) => !wrappers.has(keyword) && isWithin(instancePath, parent));
  return [...rest, ...errors.filter((_, at) => chosen[at] && !explains(chosen[at].parent))];
}

/** Said by the alternative that is a reference, of something that is none. */
function isOfReference({ parentSchema, data }: ErrorObject): boolean {
  const names = Object.keys(parentSchema?.properties ?? {});
  return names.length === 1 && names[0] === '$ref' && !Object.hasOwn(Object(data), '$ref');
}

/** Alternatives fail one by one: what they say about their own level counts only when nothing deeper is wrong. */
function withoutNoise(errors: ErrorObject[]): ErrorObject[] {
  const real = errors.filter((error) => {
    const { keyword, params, propertyName } = error;
    if (silent.has(keyword) || params.missingProperty === '$ref' || isOfReference(error)) return false;
    return propertyName === undefined || keyword === 'propertyNames';
  });
  const forks = new Set(real.filter(({ keyword }) => wrappers.has(keyword)).map(({ instancePath }) => instancePath));
  const meant = withoutOthers(real, forks);
  const plain = meant.filter(({ keyword }) => !wrappers.has(keyword));
  const has = (path: string, test: (error: ErrorObject) => boolean) => plain.some((error) => error.instancePath === path && test(error));
  const hasDeeper = (path: string) => plain.some(({ instancePath }) => instancePath.startsWith(`${path}/`));
  const kept = plain.filter((error) => {
    const { keyword, instancePath: path } = error;
    if (forks.has(path) && (hasDeeper(path) || (keyword === 'type' && has(path, (other) => other.keyword === 'enum')))) return false;
    if (keyword === 'required' && has(path, (other) => other.keyword === 'minProperties')) return false;
    if (keyword !== 'unevaluatedProperties') return true;
    return !plain.some((other) => !isUnevaluated(other) && isWithin(other.instancePath, path));
  });
  const bare = meant.filter(
    ({ keyword, instancePath: path }) => wrappers.has(keyword) && !plain.some(({ instancePath }) => isWithin(instancePath, path)),
  );
  return [...kept, ...bare];
}

const isAlternative = ({ keyword, schemaPath }: ErrorObject) => keyword === 'required' && /\/(?:anyOf|oneOf)\/\d+\/required$/.test(schemaPath);

/** One sentence for alternatives that each miss a field, and one for those that each allow other values. */
function mergeAlternatives(errors: ErrorObject[]): ErrorObject[] {
  const merged = new Map<string, ErrorObject>();
  const rest: ErrorObject[] = [];
  for (const error of errors) {
    const { keyword, instancePath, params } = error;
    const known = merged.get(`${keyword} ${instancePath}`);
    if (isAlternative(error)) {
      const names = new Set<string>([...(known?.params.names ?? []), params.missingProperty]);
      merged.set(`${keyword} ${instancePath}`, { ...error, params: { names, missingProperty: [...names].join(' or ') } });
    } else if (keyword === 'enum')
      merged.set(`${keyword} ${instancePath}`, {
        ...error,
        params: { allowedValues: [...new Set([...(known?.params.allowedValues ?? []), ...params.allowedValues])] },
      });
    else rest.push(error);
  }
  return [...rest, ...merged.values()];
}

function sentenceOf(error: ErrorObject): Sentence {
  return sentences[error.keyword]?.(error.params) ?? value((error.message ?? 'is not valid').slice(0, 160), 'Look up what this place may hold.');
}

const mostErrors = 500;

/** Errors of AJV as findings in words. `base` is where the checked value stands. */
export function explainErrors(errors: ErrorObject[], base = ''): Remark[] {
  const few = errors.slice(0, mostErrors);
  const remarks = new Map<string, Remark>();
  for (const error of mergeAlternatives(withoutNoise(few))) {
    const { id, says, help, step } = sentenceOf(error);
    const place = `${base}${error.instancePath}`;
    const message = `${beginPlace(place)} ${says}.`;
    const pointer = step === undefined ? place : `${place}/${escapeStep(step)}`;
    remarks.set(`${pointer} ${message}`, { id, severity: 'error', pointer, message, help });
  }
  return [...remarks.values()];
}
