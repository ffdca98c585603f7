import { depthFirst, lowLinks } from './depth-first.ts';
import { type Arc, type Arcs, arcsOf } from './walk.ts';

const byFirst = (a: string[], b: string[]) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1);

/** The strongly connected parts of a graph, each sorted, those that call others after the others (Tarjan). */
export function strongParts(ids: readonly string[], out: Arcs): string[][] {
  const links = lowLinks();
  const [open, isOpen, parts] = [[] as string[], new Set<string>(), [] as string[][]];
  depthFirst([...ids].sort(), out, {
    enter(id) {
      links.enter(id);
      open.push(id);
      isOpen.add(id);
    },
    meet(id, met) {
      if (isOpen.has(met)) links.lower(id, links.orderOf(met));
    },
    leave(id, parent) {
      if (parent !== null) links.lower(parent, links.lowOf(id));
      if (links.lowOf(id) !== links.orderOf(id)) return;
      const part = open.splice(open.indexOf(id));
      for (const each of part) isOpen.delete(each);
      parts.push(part.sort());
    },
  });
  return parts;
}

/** Nodes that call each other in a circle, one list for each knot; the largest first, then by name. */
export function findCycles(edges: readonly Arc[]): string[][] {
  const ids = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
  const knots = strongParts(ids, arcsOf(edges).out).filter((part) => part.length > 1);
  return knots.sort((a, b) => b.length - a.length || byFirst(a, b));
}
