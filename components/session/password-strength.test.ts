import { expect, it } from 'vitest';
import { passwordSchema } from '#lib/model/account.ts';
import { rate } from './password-strength.ts';

it.each([
  ['', 0],
  ['short', 0],
  ['password1', 1],
  ['aaaaaaaaaaaaaaaa', 1],
  ['Tr4veller9x', 2],
  ['correct horse battery staple', 3],
  ['kV9#mQ2!xT7$', 3],
])('%j scores %i', (password, score) => expect(rate(password).score).toBe(score));

it('calls too short what the server refuses, and nothing else', () => {
  for (let length = 0; length < 20; length++) {
    const password = 'abcdefghijklmnopqrst'.slice(0, length);
    expect(rate(password).score > 0).toBe(passwordSchema.safeParse(password).success);
  }
});
