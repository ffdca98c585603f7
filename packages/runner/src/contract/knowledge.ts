import type { Operation } from '../document/document.ts';

/** One thing that the service holds, by the path that leads to it. */
export interface Resource {
  /** `/users/{}`: the parameters' names do not matter. */
  template: string;
  /** In the order of the path. */
  values: string[];
  /** Made by this run: it may be changed and deleted. */
  isOwn: boolean;
  isGone: boolean;
}

export const templateOf = (path: string) => path.replace(/\{[^}]+\}/g, '{}');
export const parameterNames = (path: string) => [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] as string);
/** `userId`, `user_id` and `user-id` are one name. */
export const plainName = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

const mostKept = 60;

/** What the run has learned about what the service holds. */
export interface Knowledge {
  add(resource: Omit<Resource, 'isGone'>): Resource;
  /** Living things that a path leads through, nearest first: those of `/users/{}/orders/{}`, then those of `/users/{}`. */
  alongPath(operation: Operation, mayBeForeign: boolean): Resource[];
  at(template: string, mayBeForeign: boolean): Resource[];
  /** Values seen under a name, such as `userId`, newest first. */
  valuesNamed(name: string): string[];
}

/** The templates of everything that a path leads through, the longest first. */
function prefixesOf(path: string): string[] {
  const steps = templateOf(path).split('/');
  return steps.flatMap((step, index) => (step.includes('{}') ? [steps.slice(0, index + 1).join('/')] : [])).reverse();
}

/** @param names the names that parameters have at a template, to find their values again */
export function createKnowledge(names: (template: string) => string[]): Knowledge {
  const resources: Resource[] = [];
  const living = (template: string, mayBeForeign: boolean) =>
    resources
      .filter((one) => one.template === template && !one.isGone && (one.isOwn || mayBeForeign))
      .sort((a, b) => Number(b.isOwn) - Number(a.isOwn));
  return {
    add({ template, values, isOwn }) {
      const known = resources.find((one) => one.template === template && one.values.join('\n') === values.join('\n'));
      if (known) {
        known.isOwn ||= isOwn;
        return known;
      }
      const resource = { template, values, isOwn, isGone: false };
      if (resources.length < mostKept * 20 && living(template, true).length < mostKept) resources.push(resource);
      return resource;
    },
    alongPath: ({ path }, mayBeForeign) => prefixesOf(path).flatMap((template) => living(template, mayBeForeign).slice(0, 1)),
    at: living,
    valuesNamed(name) {
      const wanted = plainName(name);
      const found = resources
        .filter(({ isGone }) => !isGone)
        .flatMap(({ template, values }) => {
          const index = names(template).findIndex((one) => plainName(one) === wanted);
          return index < 0 ? [] : [values[index] as string];
        });
      return [...new Set(found.reverse())];
    },
  };
}
