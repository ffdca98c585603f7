import { EnvironmentError } from './fault.ts';
import { findCycle } from './order.ts';
import { namesIn, self } from './placeholder.ts';
import type { Unit } from './unit.ts';

const nameRule = /^[a-z0-9][\w-]{0,62}$/i;

function checkNames(names: readonly string[]): void {
  for (const [index, name] of names.entries()) {
    if (!nameRule.test(name) || name === self)
      throw new EnvironmentError(`${name || 'A member without a name'} cannot be a name: use letters, digits, - and _.`);
    if (names.indexOf(name) !== index) throw new EnvironmentError(`There are two members named ${name}. Give one of them another name.`);
  }
}

/** Refuses, before anything is started, what could not end well. */
export function checkPlan(units: readonly Unit[]): void {
  const names = units.map(({ name }) => name);
  checkNames(names);
  const refuseStranger = (other: string, what: string) => {
    if (!names.includes(other)) throw new EnvironmentError(`${what} ${other}, which is not part of the environment. There are: ${names.join(', ')}.`);
  };
  for (const { name, waitsFor, texts } of units) {
    for (const other of waitsFor) refuseStranger(other, `${name} depends on`);
    for (const other of texts.flatMap(namesIn)) refuseStranger(other, `${name} is given an address of`);
  }
  const cycle = findCycle(names, (name) => units.find((unit) => unit.name === name)?.waitsFor ?? []);
  if (cycle)
    throw new EnvironmentError(
      `Each waits for the next, so none can be first: ${cycle.join(' → ')}. Take one of them out of \`dependsOn\`; addresses alone need no order.`,
    );
}
