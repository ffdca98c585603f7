import type { Json } from '../document/normalise/json.ts';
import type { Change, Direction } from './schema/change.ts';

/** A sentence, or one per direction. `{s}` is the place, `{name}`, `{before}` and `{after}` what changed. */
type Sentence = string | [request: string, response: string];

const sentences: { [kind: string]: Sentence } = {
  'became-false': '{s} accepts no value any more.',
  'became-true': '{s} may now be anything.',
  'type.changed': '{s} was {before} and is now {after}.',
  'type.narrowed': ['{s} was {before} and only takes {after} now.', '{s} was {before} and is now always {after}.'],
  'type.widened': ['{s} takes {after} now, not only {before}.', '{s} may now be {after}; clients expect {before}.'],
  'nullable.added': ['{s} may now be null.', '{s} may now be null, which clients do not expect.'],
  'nullable.removed': ['{s} may no longer be null.', '{s} is never null any more.'],
  'enum.value.removed': ['{s} no longer accepts {before}.', '{s} is never {before} any more.'],
  'enum.value.added': ['{s} now also accepts {after}.', '{s} may now be {after}, which clients do not know.'],
  'enum.added': ['{s} now only takes one of {after}.', '{s} is now always one of {after}.'],
  'enum.removed': ['{s} is no longer limited to {before}.', '{s} may now be other than {before}, which clients do not know.'],
  'enum.became-extensible': '{s} may now take values that are not listed.',
  'enum.became-closed': '{s} is now limited to the values that are listed.',
  'const.added': ['{s} must now be {after}.', '{s} is now always {after}.'],
  'const.removed': ['{s} need no longer be {before}.', '{s} may now be other than {before}.'],
  'const.changed': '{s} must be {after} now; it was {before}.',
  'extensibleEnum.value.removed': ['{s} no longer lists {before}.', '{s} no longer lists {before}.'],
  'extensibleEnum.value.added': '{s} now also lists {after}; more values were to be expected.',
  'format.added': ['{s} must now have the format {after}.', '{s} now has the format {after}.'],
  'format.removed': ['{s} need no longer have the format {before}.', '{s} may no longer have the format {before}, on which clients rely.'],
  'format.changed': '{s} had the format {before} and now has {after}.',
  'pattern.added': ['{s} must now match {after}.', '{s} now always matches {after}.'],
  'pattern.removed': ['{s} need no longer match {before}.', '{s} may no longer match {before}.'],
  'pattern.generalized': '{s} may now be any text; it had to match {before}.',
  'pattern.changed': '{s} had to match {before} and now has to match {after}.',
  'uniqueItems.set': '{s} may no longer hold the same item twice.',
  'uniqueItems.unset': '{s} may now hold the same item twice.',
  'property.required.added': ['{s} now requires the property `{name}`.', '{s} now always has the property `{name}`.'],
  'property.optional.added': '{s} has a new optional property `{name}`.',
  'property.required.removed': [
    '{s} no longer has the property `{name}`, which was required.',
    '{s} no longer has `{name}`, which was always there.',
  ],
  'property.optional.removed': '{s} no longer has the property `{name}`.',
  'property.became-required': ['{s} now requires `{name}`, which was optional.', '{s} now always has `{name}`.'],
  'property.became-optional': ['{s} no longer requires `{name}`.', '{s} may now come without `{name}`, which was always there.'],
  'readOnly.added': '`{name}` of {s} is now read-only: what clients send for it no longer counts.',
  'readOnly.removed': '`{name}` of {s} is no longer read-only.',
  'writeOnly.added': '`{name}` of {s} is now write-only: it is gone from responses.',
  'writeOnly.removed': '`{name}` of {s} is no longer write-only.',
  'additionalProperties.closed': [
    '{s} no longer takes properties that are not listed, or limits them.',
    '{s} no longer has properties that are not listed.',
  ],
  'additionalProperties.opened': '{s} may now have properties that are not listed.',
  'unevaluatedProperties.closed': '{s} no longer takes properties that are not listed.',
  'unevaluatedProperties.opened': '{s} may now have properties that are not listed.',
  'patternProperties.added': '{s} now limits the properties whose name matches `{name}`.',
  'patternProperties.removed': '{s} no longer speaks of the properties whose name matches `{name}`.',
  'propertyNames.added': '{s} now limits how its properties may be named.',
  'propertyNames.removed': '{s} no longer limits how its properties may be named.',
  'dependentRequired.added': '{s} now requires {after} wherever `{name}` is present.',
  'dependentRequired.removed': '{s} no longer requires {before} wherever `{name}` is present.',
  'dependentRequired.changed': '{s} requires {after} wherever `{name}` is present; it was {before}.',
  'dependentSchemas.added': '{s} has a further condition wherever `{name}` is present.',
  'dependentSchemas.removed': '{s} has no further condition any more where `{name}` is present.',
  'prefixItems.added': '{s} has a new item at position {name}.',
  'prefixItems.removed': '{s} no longer has an item at position {name}.',
  'unevaluatedItems.added': '{s} now limits its further items.',
  'unevaluatedItems.removed': '{s} no longer limits its further items.',
  'contains.added': '{s} must now contain a certain item.',
  'contains.removed': '{s} need no longer contain a certain item.',
  'not.added': '{s} now excludes values that `not` describes.',
  'not.removed': '{s} no longer excludes the values that `not` described.',
  'not.changed': '{s} excludes other values than before.',
  'if.added': '{s} has a new condition: `if` with its `then` and `else`.',
  'if.removed': '{s} has lost the condition of `if`.',
  'if.changed': '{s} has another condition in `if`.',
  'then.added': '{s} must now satisfy `then` where its condition holds.',
  'then.removed': '{s} need no longer satisfy `then` where its condition holds.',
  'else.added': '{s} must now satisfy `else` where its condition does not hold.',
  'else.removed': '{s} need no longer satisfy `else` where its condition does not hold.',
  'contentMediaType.changed': '{s} now holds {after} as its content; it was {before}.',
  'contentEncoding.changed': '{s} is now encoded as {after}; it was {before}.',
  'contentSchema.added': '{s} must now hold content of a certain schema.',
  'contentSchema.removed': '{s} may now hold content of any schema.',
  'reference.unresolved': '{s} refers to `{name}`, which is not in the document.',
  'discriminator.added': '{s} is now told apart by `{name}`.',
  'discriminator.removed': '{s} is no longer told apart by `{name}`.',
  'discriminator.property.changed': '{s} is now told apart by {after}; it was {before}.',
  'discriminator.mapping.value.added': ['{s} now also takes the kind `{name}`.', '{s} may now be of the kind `{name}`, which clients do not know.'],
  'discriminator.mapping.value.removed': '{s} no longer has the kind `{name}`.',
  'discriminator.mapping.value.changed': '{s} of the kind `{name}` is now {after}; it was {before}.',
  'default.added': '{s} now has the default {after}.',
  'default.removed': '{s} has lost its default {before}.',
  'default.changed': '{s} had the default {before} and now has {after}.',
  'deprecated.added': '{s} is now deprecated.',
  'deprecated.removed': '{s} is no longer deprecated.',
  'sunset.invalid': '{s} has the sunset {after}, which is no date.',
  'sunset.removed': '{s} is deprecated and has lost its sunset date {before}.',
  'sunset.earlier': '{s} ends on {after}, earlier than the {before} that was promised.',
  'stability.decreased': '{s} was {before} and is now only {after}.',
  'stability.increased': '{s} was {before} and is now {after}.',
  'anyOf.became-oneOf': '{s} must now match exactly one of its alternatives.',
  'oneOf.became-anyOf': '{s} may now match several of its alternatives.',
};

const unionSentences: { [change: string]: Sentence } = {
  'branch.added': ['{s} now also takes the alternative {name}.', '{s} may now be {name}, an alternative that clients do not know.'],
  'branch.removed': ['{s} no longer takes the alternative {name}.', '{s} is never {name} any more.'],
  wrapped: ['{s} must now match one of {after}.', '{s} may now be any one of {after}.'],
  unwrapped: '{s} had the alternatives {before} and is now one single thing.',
  added: '{s} must now also match one of {after}.',
  removed: '{s} need no longer match one of {before}.',
};

const boundWords: { [keyword: string]: string } = {
  minimum: 'The minimum',
  maximum: 'The maximum',
  exclusiveMinimum: 'The exclusive minimum',
  exclusiveMaximum: 'The exclusive maximum',
  minLength: 'The least length',
  maxLength: 'The greatest length',
  minItems: 'The least number of items',
  maxItems: 'The greatest number of items',
  minProperties: 'The least number of properties',
  maxProperties: 'The greatest number of properties',
  minContains: 'The least number of matching items',
  maxContains: 'The greatest number of matching items',
  multipleOf: 'The step (`multipleOf`)',
};

/** What happened, in one sentence. */
export function describeChange(change: Change, subject: string, direction: Direction): string {
  const { kind } = change;
  const known = Object.hasOwn(sentences, kind) ? sentences[kind] : unionSentences[kind.slice(kind.indexOf('.') + 1)];
  if (known === undefined) return describeBound(change, subject, direction);
  const text = typeof known === 'string' ? known : known[direction === 'request' ? 0 : 1];
  const filled = text.replace(/\{(s|name|before|after)\}/g, (_, key: string) => {
    if (key === 's') return subject;
    if (key === 'name') return change.name ?? '';
    return quote(change[key as 'before' | 'after'], kind.startsWith('type.'));
  });
  return filled.charAt(0).toUpperCase() + filled.slice(1);
}

function describeBound({ kind, relation, before, after }: Change, subject: string, direction: Direction): string {
  const keyword = kind.slice(0, kind.indexOf('.'));
  const word = boundWords[keyword] ?? keyword;
  const what =
    after === undefined || after === null
      ? `${word} of ${subject}, ${quote(before)}, is gone`
      : `${word} of ${subject} is now ${quote(after)}${before === undefined || before === null ? '' : ` instead of ${quote(before)}`}`;
  if (direction === 'request' && relation !== 'widened') return `${what}: values that were accepted are refused.`;
  if (direction === 'response' && relation !== 'narrowed') return `${what}: clients may get values that they do not expect.`;
  return `${what}.`;
}

function quote(value: Json | undefined, bare = false): string {
  if (value === undefined) return 'none';
  if (bare) return String(value);
  if (Array.isArray(value))
    return `${value
      .slice(0, 12)
      .map((item) => quote(item))
      .join(', ')}${value.length > 12 ? ', …' : ''}`;
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return `\`${text.length > 120 ? `${text.slice(0, 119)}…` : text}\``;
}
