import { joinPointer, stepsOf } from './pointer.ts';
import { childrenOf, type Slot, slotOf } from './shape.ts';
import { isTree, type Json, put, type Tree } from './tree.ts';

/** What stands where a schema was cut out: it names the type. */
export function cutSchema(pointer: string): Tree {
  return { title: stepsOf(pointer).at(-1) ?? '', description: 'Cut here: ask for more depth', 'x-signalbox-cut': `#${pointer}` };
}

export interface Trimmed {
  value: Json;
  /** Pointers of the schemas that were cut out. */
  cut: string[];
  /** As JSON. */
  bytes: number;
}

const mostExample = 2000;

class Trimmer {
  readonly cut: string[] = [];
  private readonly levels: number;

  constructor(levels: number) {
    this.levels = levels;
  }

  trim(slot: Slot, value: Json, pointer: string, level = 0): Json {
    if (Array.isArray(value)) return value.map((part, at) => this.trim(slot, part, joinPointer(pointer, at), level));
    if (!isTree(value)) return value;
    const inner = slot === 'schema' ? level + 1 : level;
    if (inner > this.levels && !childrenOf(slot, value).next().done) {
      this.cut.push(pointer);
      return cutSchema(pointer);
    }
    const copy: Tree = {};
    for (const name of Object.keys(value)) {
      const part = value[name] as Json;
      if (/^examples?$/.test(name) && !slot.startsWith('map ') && JSON.stringify(part).length > mostExample) continue;
      const next = typeof part === 'object' && part !== null ? slotOf(slot, name) : undefined;
      put(copy, name, next === undefined ? part : this.trim(next, part, joinPointer(pointer, name), inner));
    }
    return copy;
  }
}

const steps = [12, 8, 5, 3, 2, 1, 0];

/** A value that is small enough, if need be without long examples and with what its own schemas nest too deeply cut out. References stay. */
export function trimInline(slot: Slot, value: Json, pointer: string, maxBytes: number): Trimmed {
  let trimmed: Trimmed = { value, cut: [], bytes: JSON.stringify(value).length };
  for (const levels of steps) {
    if (trimmed.bytes <= maxBytes) break;
    const trimmer = new Trimmer(levels);
    const shorter = trimmer.trim(slot, value, pointer);
    trimmed = { value: shorter, cut: trimmer.cut, bytes: JSON.stringify(shorter).length };
  }
  return trimmed;
}
