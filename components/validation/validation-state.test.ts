import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { severitySchema } from '#lib/model/finding.ts';
import { runKinds } from './run-words.ts';
import {
  hrefOfState,
  newestInput,
  parseValidationState,
  runsInput,
  startState,
  type ValidationState,
  writeValidationState,
} from './validation-state.ts';

const parse = (text: string) => parseValidationState(new URLSearchParams(text));

const anyState: fc.Arbitrary<ValidationState> = fc.record({
  run: fc.option(fc.uuid(), { nil: null }),
  kind: fc.option(fc.constantFrom(...runKinds), { nil: null }),
  page: fc.integer({ min: 1, max: 9999 }),
  q: fc.string({ maxLength: 40 }).filter((text) => text === '' || text.trim() !== ''),
  severity: fc.uniqueArray(fc.constantFrom(...severitySchema.options)),
  finding: fc.option(fc.stringMatching(/^[0-9a-f]{8,64}$/), { nil: null }),
});

describe('the URL of the tab', () => {
  it('gives back every state that it was written from', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(parse(hrefOfState(state).slice(1))).toEqual(state);
      }),
    );
  });

  it('leaves alone what is not its own, and says nothing of the plain list', () => {
    const search = new URLSearchParams('window=5m&run=x&page=7&severity=error');
    writeValidationState(startState, search);
    expect(search.toString()).toBe('window=5m&tab=validation');
  });

  it('opens the list for anything that it does not understand', () => {
    expect(parse('run=../1&kind=smoke&page=-2&severity=fatal')).toEqual(startState);
    expect(parse('page=1.5')).toEqual(startState);
  });
});

it('asks for the newest runs as for the first page of all of them, so that both are one answer', () => {
  expect(newestInput('orders')).toEqual(runsInput('orders', startState));
  expect(runsInput('orders', { kind: 'load', page: 2 })).toEqual({ name: 'orders', kind: 'load', page: 2, limit: 10 });
});
