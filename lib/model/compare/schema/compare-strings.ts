import { type Relation, relate } from './change.ts';
import { type Comparison, spots } from './comparison.ts';
import type { Flat } from './flat.ts';

/** `format`, `pattern` and the content keywords. */
export function compareStrings(comparison: Comparison): void {
  if (comparison.applies('string', 'number', 'integer')) compareFormats(comparison);
  if (!comparison.applies('string')) return;
  comparePatterns(comparison);
  compareContent(comparison);
}

/** Formats that refuse nothing: hints for people and widgets, or as wide as the type itself. */
const hints = new Set([
  'password',
  'html',
  'markdown',
  'commonmark',
  'textarea',
  'multiline',
  'code',
  'text',
  'string',
  'binary',
  'int64',
  'double',
  'number',
  'integer',
]);
/** Each takes all that its value lists. */
const wider: { [format: string]: string[] } = {
  int64: ['int32', 'int16', 'int8'],
  int32: ['int16', 'int8'],
  double: ['float'],
  'idn-email': ['email'],
  iri: ['uri', 'url'],
  'uri-reference': ['uri', 'url'],
  'iri-reference': ['iri', 'uri', 'uri-reference', 'url'],
  'idn-hostname': ['hostname'],
  uri: ['url'],
  url: ['uri'],
};

function formatRelation(before: string | undefined, after: string | undefined): Relation {
  if (before === after) return 'none';
  const [wasFree, isFree] = [before === undefined || hints.has(before), after === undefined || hints.has(after)];
  const grows = after !== undefined && before !== undefined && (wider[after]?.includes(before) ?? false);
  const shrinks = after !== undefined && before !== undefined && (wider[before]?.includes(after) ?? false);
  if (grows || shrinks) return relate(!grows, !shrinks);
  return relate(!isFree, !wasFree);
}

/** What `format: byte` of 3.0 says as well. */
const encodingOf = (flat: Flat) => flat.contentEncoding ?? (flat.formats.includes('byte') ? 'base64' : undefined);
/** Any bytes: the same as nothing said. */
const contentTypeOf = (flat: Flat) => (flat.contentType === 'application/octet-stream' ? undefined : flat.contentType);

function compareFormats({ a, b, changes }: Comparison): void {
  if (a.formats.join() === b.formats.join() || a.types?.join() !== b.types?.join()) return;
  if (encodingOf(a) === 'base64' && encodingOf(b) === 'base64') return;
  const [before, after] = [a.formats[0], b.formats[0]];
  const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  changes.push({
    kind: `format.${change}`,
    relation: formatRelation(before, after),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    aliases: ['type-changed'],
    ...spots(a, b, 'format'),
  });
}

const takesAll = new Set(['', '.*', '^.*$', '^.*', '.*$', '^', '$', '^[\\s\\S]*$', '[\\s\\S]*']);

function comparePatterns({ a, b, changes }: Comparison): void {
  const before = a.patterns.filter((pattern) => !takesAll.has(pattern));
  const after = b.patterns.filter((pattern) => !takesAll.has(pattern));
  const gone = before.filter((pattern) => !after.includes(pattern));
  const come = after.filter((pattern) => !before.includes(pattern));
  if (gone.length === 0 && come.length === 0) return;
  const place = spots(a, b, 'pattern');
  const texts = { ...(gone[0] === undefined ? {} : { before: gone[0] }), ...(come[0] === undefined ? {} : { after: come[0] }) };
  if (gone.length === 0) changes.push({ kind: 'pattern.added', relation: 'narrowed', ...texts, aliases: ['pattern-added'], ...place });
  else if (come.length === 0) {
    const kind = takesAll.has(b.patterns[0] ?? '-') ? 'pattern.generalized' : 'pattern.removed';
    changes.push({
      kind,
      relation: 'widened',
      ...texts,
      aliases: [kind === 'pattern.removed' ? 'pattern-removed' : 'pattern-generalized|pattern-removed'],
      ...place,
    });
  } else
    changes.push({
      kind: 'pattern.changed',
      relation: 'changed',
      request: 'warning',
      response: 'warning',
      provable: true,
      ...texts,
      aliases: ['pattern-changed'],
      help: 'Whether every value that fitted before still fits cannot be read off the two patterns: try the values that you have.',
      ...place,
    });
}

function compareContent({ a, b, pairs, changes, edges }: Comparison): void {
  if (contentTypeOf(a) !== contentTypeOf(b))
    changes.push({
      kind: 'contentMediaType.changed',
      relation: 'changed',
      ...texts(a.contentType, b.contentType),
      aliases: ['content-media-type-changed'],
      ...spots(a, b, 'contentMediaType'),
    });
  if (a.contentEncoding !== b.contentEncoding && encodingOf(a) !== encodingOf(b))
    changes.push({
      kind: 'contentEncoding.changed',
      relation: 'changed',
      ...texts(a.contentEncoding, b.contentEncoding),
      aliases: ['content-encoding-changed'],
      ...spots(a, b, 'contentEncoding'),
    });
  const place = spots(a, b, 'contentSchema');
  if (a.contentSchema && b.contentSchema)
    edges.push({ step: { kind: 'content' }, pair: pairs.pairOf(a.contentSchema, b.contentSchema), readOnly: false, writeOnly: false });
  else if (b.contentSchema) changes.push({ kind: 'contentSchema.added', relation: 'narrowed', aliases: ['content-schema-added'], ...place });
  else if (a.contentSchema) changes.push({ kind: 'contentSchema.removed', relation: 'widened', aliases: ['content-schema-removed'], ...place });
}

const texts = (before: string | undefined, after: string | undefined) => ({
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});
