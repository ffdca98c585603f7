import { readFileSync } from 'node:fs';
import { version } from './version.ts';

let known: string | undefined;

/** Which build of the product answers: screens load themselves anew after another one. */
export function build(): string {
  known ??= readBuild();
  return known;
}

function readBuild(): string {
  try {
    return readFileSync('.next/BUILD_ID', 'utf8').trim();
  } catch {
    return version;
  }
}
