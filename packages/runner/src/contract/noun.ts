/** `userId`, `user_id` and `user-id` are one name. */
export const plainName = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** What one of several is called, as far as spelling tells: `orders`, `order`. */
export function singularsOf(plural: string): string[] {
  const word = plainName(plural);
  const found = [word, word.replace(/s$/, ''), word.replace(/es$/, ''), word.replace(/ies$/, 'y')];
  return [...new Set(found)].filter((one) => one.length > 1);
}

/** Whether two words name the same kind of thing: `pet` and `pets`. */
export const isSameNoun = (a: string, b: string) => singularsOf(a).some((one) => singularsOf(b).includes(one));

/** The word before each parameter of a template: `customers` and `orders` of `/customers/{}/orders/{}`. */
export function nounsOf(template: string): string[] {
  const steps = template.split('/');
  return steps.flatMap((step, index) => (step.includes('{}') ? [steps[index - 1] ?? ''] : []));
}

const endings = ['id', 'uuid', 'key', 'ref'];

/** Whether a property is called after a kind of thing: `accountId` and `fromAccountId` after `accounts`. */
export function isNamedAfter(property: string, noun: string): boolean {
  const name = plainName(property).replace(/s$/, '');
  return singularsOf(noun).some((one) => endings.some((ending) => name.endsWith(one + ending)));
}
