export interface Strength {
  /** 0 too short, 1 weak, 2 fair, 3 strong. */
  score: 0 | 1 | 2 | 3;
  /** In words, with what would make it better. */
  hint: string;
}

const common = /pass(word|wort)?|qwert[yz]|letmein|welcome|admin|signalbox|changeme|1234|abcd|0000|1111/i;

/** How hard a password is to guess, roughly. Length counts most. */
export function rate(password: string): Strength {
  if (password.length < 8) return { score: 0, hint: password === '' ? '8 or more characters' : `${8 - password.length} more to go` };
  const different = new Set(password).size;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(password)).length;
  const worth = Math.min(password.length, different * 2) + kinds * 2 - (common.test(password) ? 8 : 0);
  if (worth < 14) return { score: 1, hint: 'Weak: easy to guess. A few unrelated words are better' };
  return worth < 20 ? { score: 2, hint: 'Fair: longer is better' } : { score: 3, hint: 'Strong' };
}
