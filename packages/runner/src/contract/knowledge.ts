import type { Operation } from '../document/document.ts';
import { isNamedAfter, nounsOf, plainName } from './noun.ts';

/** One thing that the service holds, by the path that leads to it. */
export interface Resource {
  /** `/users/{}`: the parameters' names do not matter. */
  template: string;
  /** In the order of the path. */
  values: string[];
  /** Made by this run: it may be changed and deleted. */
  isOwn: boolean;
  isGone: boolean;
  /** What makes another one like it. */
  madeBy?: Operation | undefined;
  /** Its version, as the service said last. */
  etag?: string | undefined;
}

export const templateOf = (path: string) => path.replace(/\{[^}]+\}/g, '{}');
export const parameterNames = (path: string) => [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] as string);

const mostKept = 60;

/** What the run has learned about what the service holds. */
export interface Knowledge {
  add(resource: Omit<Resource, 'isGone'>): Resource;
  /** Living things that a path leads through, nearest first: those of `/users/{}/orders/{}`, then those of `/users/{}`. */
  alongPath(operation: Operation, mayBeForeign: boolean, avoided?: Set<Resource>): Resource[];
  at(template: string, mayBeForeign: boolean): Resource[];
  /** Values seen under a name, such as `userId`, newest first. */
  valuesNamed(name: string): string[];
}

/** The templates of everything that a path leads through, the longest first. */
function prefixesOf(path: string): string[] {
  const steps = templateOf(path).split('/');
  return steps.flatMap((step, index) => (step.includes('{}') ? [steps.slice(0, index + 1).join('/')] : [])).reverse();
}

/** Where among the values of a template those of a property stand: by the parameter's name, else by what the thing is called. */
function indexNamed(names: string[], template: string, property: string): number {
  const wanted = plainName(property);
  const own = names.findIndex((one) => plainName(one) === wanted);
  return own < 0 ? nounsOf(template).findLastIndex((noun) => isNamedAfter(property, noun)) : own;
}

/** @param names the names that parameters have at a template, to find their values again */
export function createKnowledge(names: (template: string) => string[]): Knowledge {
  const resources: Resource[] = [];
  const living = (template: string, mayBeForeign: boolean) =>
    resources
      .filter((one) => one.template === template && !one.isGone && (one.isOwn || mayBeForeign))
      .sort((a, b) => Number(b.isOwn) - Number(a.isOwn));
  return {
    add({ template, values, isOwn, madeBy, etag }) {
      const known = resources.find((one) => one.template === template && one.values.join('\n') === values.join('\n'));
      if (known) {
        known.isOwn ||= isOwn;
        known.madeBy ??= madeBy;
        known.etag = etag ?? known.etag;
        return known;
      }
      const resource = { template, values, isOwn, isGone: false, madeBy, etag };
      if (resources.length < mostKept * 20 && living(template, true).length < mostKept) resources.push(resource);
      return resource;
    },
    alongPath: ({ path }, mayBeForeign, avoided) =>
      prefixesOf(path).flatMap((template) => {
        const found = living(template, mayBeForeign);
        return [found.find((one) => !avoided?.has(one)) ?? found[0]].filter((one) => one !== undefined);
      }),
    at: living,
    valuesNamed(name) {
      const found = resources
        .filter(({ isGone }) => !isGone)
        .flatMap(({ template, values }) => {
          const value = values[indexNamed(names(template), template, name)];
          return value === undefined ? [] : [value];
        });
      return [...new Set(found.reverse())];
    },
  };
}
