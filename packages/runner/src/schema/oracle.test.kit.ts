import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { normaliseDocument } from '../../../../lib/model/document/normalise.ts';
import { isObject, type Json, type JsonObject, objectAt } from '../json.ts';

/** What AJV would stumble over, and what says nothing about values. */
const left = ['discriminator', 'example', 'examples', 'xml', 'externalDocs', '$id', '$anchor'];

function clean(node: Json): Json {
  if (Array.isArray(node)) return node.map(clean);
  if (!isObject(node)) return node;
  return Object.fromEntries(Object.entries(node).flatMap(([key, value]) => (left.includes(key) && !isObject(value) ? [] : [[key, clean(value)]])));
}

/** AJV's opinion about the component schemas of a document: another reader of the same words. */
export function openOracle(document: Json): (name: string, value: Json) => boolean {
  const normalised = clean(normaliseDocument(document as never) as Json);
  const ajv = new Ajv2020({ strict: false, logger: false, validateSchema: false, inlineRefs: false });
  addFormats.default(ajv);
  const schemas = objectAt(objectAt(normalised, 'components'), 'schemas');
  for (const [name, schema] of Object.entries(schemas))
    ajv.addSchema(JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"schema:')) as JsonObject, `schema:${name}`);
  return (name, value) => ajv.getSchema(`schema:${name}`)?.(value) === true;
}
