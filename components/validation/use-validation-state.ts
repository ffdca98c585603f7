'use client';

import { useUrlState } from '#components/ui/use-url-state.ts';
import { parseValidationState, type ValidationState, writeValidationState } from './validation-state.ts';

const form = { parse: parseValidationState, write: writeValidationState };

export type ChangeState = (part: Partial<ValidationState>, how?: 'push' | 'replace') => void;

/** What the tab shows, as its URL says it. `change` takes what differs. */
export function useValidationState() {
  const { state, change: write } = useUrlState(form);
  const change: ChangeState = (part, how) => write({ ...state, ...part }, how);
  return { state, change };
}
