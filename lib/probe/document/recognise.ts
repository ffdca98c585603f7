import { formatOf } from '#lib/model/document/build-index.ts';
import { field, isTree, type Json, textOf } from '#lib/model/document/tree.ts';
import { unusable } from './fault.ts';

const help = 'Send an OpenAPI (2.0 to 3.2) or AsyncAPI (2, 3) document as JSON or YAML.';

/** Null for anything but an OpenAPI document of 2.0 to 3.x or an AsyncAPI document of 2 or 3. */
export function isApiDocument(value: Json): boolean {
  const format = formatOf(value);
  return format !== null && /^(?:OpenAPI (?:2\.0|3\.)|AsyncAPI [23]\.)/.test(`${format}.`);
}

function titleOfPage(text: string): string {
  const title = /<title[^>]{0,200}>([^<]{0,200})/i.exec(text.slice(0, 50_000))?.[1]?.replace(/\s+/g, ' ').trim();
  return title ? ` (title "${title.slice(0, 80)}")` : '';
}

function nameOfXml(head: string): string {
  if (/<(?:\w+:)?definitions\b|schemas\.xmlsoap\.org\/wsdl/i.test(head)) return 'a WSDL description';
  if (/application\b[^>]*wadl/i.test(head)) return 'a WADL description';
  if (/<(?:\w+:)?schema\b/i.test(head)) return 'an XML schema';
  return 'XML';
}

const textKinds: [RegExp, string][] = [
  [/^#%RAML\b/, 'a RAML document'],
  [/^FORMAT:\s*1A\b/m, 'an API Blueprint document'],
  [/^\s*syntax\s*=\s*["']proto[23]["']/m, 'a Protocol Buffers file'],
  [
    /^(?:"""[\s\S]*?"""\s*)?(?:extend\s+)?(?:schema\s*(?:@[^{]*)?\{|(?:type|interface|input|enum|union|scalar|directive)\s+@?\w+[^\n:]*(?:\{|=|@|$))/m,
    'a GraphQL schema',
  ],
  [/^%PDF-/, 'a PDF file'],
];

/** What a text is when it is neither JSON nor YAML of an API; undefined when it may be one. */
function nameOfText(text: string): string | undefined {
  const head = text.slice(0, 20_000).trimStart();
  if (/^<(?:!doctype\s+html|html|head|body|script|!--)/i.test(head) || (/^</.test(head) && /<html\b/i.test(head.slice(0, 2000))))
    return `a web page${titleOfPage(text)}`;
  if (head.startsWith('<')) return nameOfXml(head.slice(0, 4000));
  if (/^[[{]/.test(head) || /^\s*["']?(?:openapi|swagger|asyncapi)["']?\s*:/m.test(head)) return undefined;
  return textKinds.find(([pattern]) => pattern.test(head))?.[1];
}

const pageHelp =
  'The address asks for a sign-in or is not the document itself. Give the address of the JSON or YAML text, and a credential if it needs one.';

/** Refuses a text that is something else, and says what. */
export function refuseOtherTexts(text: string): void {
  if (text.trim() === '') throw unusable('document.text.empty', 'The document is empty.', help);
  const name = nameOfText(text);
  if (name === undefined) return;
  const start = text.trimStart().slice(0, 60).split('\n')[0]?.trim();
  const shown = name.startsWith('a web page') ? `; it begins with ${start}` : '';
  throw unusable('document.text.other', `This is ${name}, not an API document${shown}.`, name.startsWith('a web page') ? pageHelp : help, 1);
}

const has = (value: Json, ...names: string[]) => names.every((name) => field(value, name) !== undefined);

const kinds: [(value: Json) => boolean, (value: Json) => string][] = [
  [
    (value) =>
      /getpostman\.com|schema\.postman/.test(textOf(field(field(value, 'info'), 'schema')) ?? '') ||
      (has(value, 'info', 'item') && !has(value, 'paths')),
    () => 'a Postman collection: export it as OpenAPI',
  ],
  [(value) => has(value, '_type', 'resources') && textOf(field(value, '__export_format')) !== null, () => 'an Insomnia export'],
  [(value) => has(field(value, 'log') ?? null, 'entries'), () => 'a recording of HTTP calls (HAR)'],
  [
    (value) => /(?:^|\.)backstage\.io\//.test(textOf(field(value, 'apiVersion')) ?? ''),
    (value) => `a Backstage descriptor of kind ${textOf(field(value, 'kind')) ?? 'unknown'}: import it as a catalog file`,
  ],
  [(value) => has(value, 'apiVersion', 'kind'), (value) => `a manifest of kind ${textOf(field(value, 'kind')) ?? 'unknown'}`],
  [(value) => has(field(value, '__schema') ?? field(field(value, 'data'), '__schema') ?? null, 'types'), () => 'a GraphQL introspection result'],
  [(value) => has(value, 'arazzo'), () => 'an Arazzo workflow description'],
  [(value) => has(value, 'overlay'), () => 'an OpenAPI overlay'],
  [(value) => has(value, 'openrpc'), () => 'an OpenRPC document'],
  [(value) => has(value, 'swaggerVersion'), () => 'a Swagger 1.x document: convert it to OpenAPI 3'],
  [(value) => has(value, 'name', 'version') && (has(value, 'dependencies') || has(value, 'scripts')), () => 'a package.json'],
  [(value) => has(value, '$schema') || (has(value, 'type') && has(value, 'properties')), () => 'a JSON schema'],
  [(value) => has(value, 'error') || has(value, 'errors') || (has(value, 'status') && has(value, 'message')), () => 'an error message of a server'],
];

const oldFormats = /^(?:OpenAPI|AsyncAPI) /;

/** Refuses JSON or YAML that is no API document, and says what it is. */
export function refuseOtherValues(value: Json): void {
  if (isApiDocument(value)) return;
  const format = formatOf(value);
  if (format !== null && oldFormats.test(format)) throw unusable('document.format.unknown', `${format} is not supported.`, help);
  for (const name of ['openapi', 'swagger', 'asyncapi']) {
    const version = field(value, name);
    if (version !== undefined) {
      const message = `The field ${name} should be a version such as "3.1.0"; it is ${JSON.stringify(version).slice(0, 60)}.`;
      throw unusable('document.format.unknown', message, help);
    }
  }
  if (!isTree(value)) {
    const what = Array.isArray(value) ? 'a list' : typeof value === 'string' ? 'plain text' : `the value ${JSON.stringify(value)}`;
    throw unusable('document.value.other', `This is ${what}, not an API document.`, help);
  }
  const known = kinds.find(([matches]) => matches(value));
  const fields = Object.keys(value).slice(0, 5).join(', ').slice(0, 120);
  const message = known
    ? `This is ${known[1](value)}. It is not an API document.`
    : `This has no field openapi, swagger or asyncapi, so it is not an API document; its fields are ${fields || 'none'}.`;
  throw unusable('document.value.other', message, help);
}
