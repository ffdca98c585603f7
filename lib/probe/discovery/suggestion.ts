import type { Discovery } from '#lib/model/discovery.ts';
import type { Exposition } from '#lib/model/exposition.ts';
import type { Sketch } from '../sketch.ts';

interface Known {
  baseUrl: string;
  sketch: Sketch | null;
  samples: Exposition | null;
  healthVersion: string | null;
}

const genericTitles =
  /^(?:(?:open)?api(?: (?:definition|docs?|documentation|reference))?|swagger(?: ui| documentation)?|fastapi|title|untitled|rest api|web ?api|my api|v\d+)$/i;

export function slugOf(text: string): string {
  const ascii = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return ascii
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
}

const wordsOf = (slug: string) =>
  slug
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');

/** `User Service API` → `User Service`: what the thing is called, without what the text is. */
const shortTitle = (title: string) =>
  title.replace(/[\s:–-]+(?:rest |http |public |web )?(?:open)?api(?:\s+(?:v?\d[\w.]*|documentation|docs|reference|specification))*$/i, '').trim();

/** Exporters say who they are in `<name>_build_info`. */
function readBuild(samples: Exposition | null): { name: string; version: string | null } | null {
  if (samples === null) return null;
  for (let at = 0; at < samples.values.length; at += 1) {
    const name = /^([a-z][a-z0-9_]*)_build_info$/.exec(samples.names[samples.nameIds[at] as number] ?? '')?.[1];
    if (!name || name === 'go' || name === 'python') continue;
    const version = samples.labelsOf(at).get('version') ?? '';
    return { name: name.replaceAll('_', '-'), version: /^[\w.+-]{1,64}$/.test(version) ? version : null };
  }
  return null;
}

function nameFromUrl(baseUrl: string): string {
  const url = new URL(baseUrl);
  const segment = url.pathname
    .split('/')
    .filter((part) => part !== '' && !/^(?:api|rest|v\d+)$/i.test(part))
    .at(-1);
  if (segment && slugOf(segment)) return slugOf(segment);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (/^[\d.]+$/.test(host) || host.includes(':') || !host.includes('.')) return slugOf(url.port ? `${host}-${url.port}` : host);
  const labels = host.split('.').filter((label) => !/^(?:www|api)$/i.test(label));
  return slugOf(labels[0] ?? host);
}

/** Registration fields, as far as they can be told. */
export function suggest(known: Known): Omit<Discovery['suggestion'], 'healthCheckPath' | 'metricsPath' | 'openapiPath'> {
  const title = known.sketch && !genericTitles.test(known.sketch.title) ? known.sketch.title : '';
  const build = readBuild(known.samples);
  const name = slugOf(shortTitle(title) || title) || build?.name || nameFromUrl(known.baseUrl) || 'service';
  return {
    name,
    displayName: title || wordsOf(name),
    description: known.sketch?.description ?? '',
    version: known.sketch?.version ?? known.healthVersion ?? build?.version ?? null,
  };
}
