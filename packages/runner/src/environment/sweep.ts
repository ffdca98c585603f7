import { removeContainer } from './engine.ts';
import { endKin, markOfEnvironment } from './group.ts';
import { findProcess, nameOfPlace } from './process-table.ts';
import { type EnvironmentState, listStates, readState, removeState } from './state.ts';

const graceMs = 3000;

/** Ends everything that an environment has left, and removes its folder. */
export async function clearUp(file: string): Promise<void> {
  const state = readState(file);
  if (!state) return;
  await Promise.all([
    endKin({ groups: state.groups, mark: markOfEnvironment(state.id) }, graceMs),
    ...state.containers.map(({ engine, name }) => removeContainer(engine, name)),
  ]);
  removeState(file, state);
}

function isLeft({ place, owner }: EnvironmentState): boolean {
  return place === nameOfPlace() && findProcess(owner.pid)?.startedAt !== owner.startedAt;
}

/** Clears up after every environment whose owner is gone. */
export async function sweep(home: string): Promise<void> {
  const left = listStates(home).filter((file) => {
    const state = readState(file);
    return state !== null && isLeft(state);
  });
  await Promise.all(left.map(clearUp));
}
