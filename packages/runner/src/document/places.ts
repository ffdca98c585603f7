const names = ['openapi.json', 'openapi.yaml', 'openapi.yml', 'swagger.json', 'swagger.yaml', 'swagger.yml'];

/** Where services usually serve their document, by framework, the commonest first. */
export const usualPaths = [
  '/openapi.json',
  '/openapi.yaml',
  '/swagger.json',
  '/v3/api-docs',
  '/api/openapi.json',
  '/api-docs',
  '/swagger/v1/swagger.json',
  '/openapi.yml',
  '/docs/openapi.json',
  '/v2/api-docs',
  '/api/v2/api-docs',
  '/api/v3/api-docs',
  '/swagger.yaml',
  '/openapi',
  '/openapi/v1.json',
  '/q/openapi',
  '/documentation/json',
  '/docs/json',
  '/docs-json',
  '/api-json',
  '/api/docs-json',
  '/swagger/json',
  '/swagger/doc.json',
  '/api-docs.json',
  '/api-docs/openapi.json',
  '/api-docs/swagger.json',
  '/api/schema/',
  '/schema',
  '/spec',
  '/spec.json',
  '/spec.yaml',
  '/apispec.json',
  '/api/spec',
  '/doc',
  '/.well-known/openapi.json',
  '/.well-known/openapi.yaml',
  ...['/api', '/docs', '/v1', '/v2', '/api/v1', '/api/v2', '/public', '/static', '/api/docs'].flatMap((folder) =>
    names.map((name) => `${folder}/${name}`),
  ),
].filter((path, index, all) => all.indexOf(path) === index);

/** Pages that show a document and say where it is. */
export const usualPages = [
  '/',
  '/docs',
  '/api-docs/',
  '/swagger-ui/index.html',
  '/swagger-ui/swagger-initializer.js',
  '/api-docs/swagger-ui-init.js',
  '/docs/swagger-ui-init.js',
  '/swagger',
  '/redoc',
  '/reference',
  '/api',
  '/api/docs',
  '/documentation',
  '/.well-known/api-catalog',
];

/** What a `Link` header names as the description of the service. */
const linked = /<([^>]+)>[^,]*rel="?[^",]*service-desc/gi;
/** What a page's script or element takes the document from. */
const named = /(?:spec-url|data-url|apiDescriptionUrl|specUrl|"url"|\burl|href)["']?\s*[=:]\s*["']([^"'\s<>]+)["']/gi;
const likely = /\.(json|ya?ml)([?#].*)?$|api-docs|openapi|swagger/i;

/** Addresses of documents that a page or its headers name, of the same origin. */
export function documentsNamed(url: string, link: string, text: string): string[] {
  const ofLink = [...link.matchAll(linked)].map((match) => match[1] ?? '');
  const ofPage = [...text.matchAll(named)].map((match) => match[1] ?? '').filter((address) => likely.test(address));
  const all = [...ofLink, ...ofPage].filter((address) => URL.canParse(address, url)).map((address) => new URL(address, url));
  return [...new Set(all.filter(({ origin }) => origin === new URL(url).origin).map(({ href }) => href))];
}

/** The document that a page of Swagger UI carries in itself. */
export function documentWithin(text: string): unknown {
  const options = /var options = (\{[\s\S]*?\n\});/.exec(text)?.[1];
  try {
    return (JSON.parse(options ?? 'null') as { swaggerDoc?: unknown } | null)?.swaggerDoc;
  } catch {
    return undefined;
  }
}
