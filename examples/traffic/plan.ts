/** What visitors do, and how often out of a hundred. */
const weights = {
  readAccount: 24,
  listItems: 12,
  checkOut: 12,
  listOrdersOfAccount: 10,
  readUser: 9,
  listUsers: 8,
  listNotifications: 6,
  readItem: 6,
  readProfile: 5,
  signUp: 3,
  changeUser: 2,
  removeUser: 1,
  readNobody: 2,
} as const;

export type Action = keyof typeof weights;

export interface Step {
  action: Action;
  /** Time since the step before, ms. */
  afterMs: number;
  /** Chooses among what is known: from 0, below 1. */
  pick: number;
  /** Makes names that nobody has. */
  number: number;
}

/** A small generator of numbers from 0, below 1 (mulberry32): the same seed gives the same numbers. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);

function chooseAction(roll: number): Action {
  let left = roll * total;
  for (const [action, weight] of Object.entries(weights)) {
    left -= weight;
    if (left < 0) return action as Action;
  }
  return 'listItems';
}

/** Visitors who come independently of each other, so many each second on average. Endless; the same seed gives the same steps. */
export function* planTraffic(seed: number, perSecond: number): Generator<Step, never> {
  const random = createRandom(seed);
  for (;;) {
    const afterMs = (-Math.log(1 - random()) * 1000) / perSecond;
    yield { afterMs, action: chooseAction(random()), pick: random(), number: Math.floor(random() * 2 ** 32) };
  }
}
