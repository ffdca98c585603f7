import type { ReactNode } from 'react';
import { onPlainClick } from '#components/document/use-document-state.ts';
import type { ChangeState } from './use-validation-state.ts';
import { hrefOfState, startState, unfiltered, type ValidationState } from './validation-state.ts';

interface RunLinkProps {
  /** null leads back to the list. */
  id: string | null;
  /** What the list shows, so that the way back leads to it. */
  state?: ValidationState;
  change: ChangeState;
  className?: string | undefined;
  children: ReactNode;
}

/** Leads to a run, or back from it, without asking for the page anew. */
export function RunLink({ id, state = startState, change, className, children }: RunLinkProps) {
  const next = { ...state, ...unfiltered, run: id };
  return (
    <a href={hrefOfState(next)} className={className} onClick={onPlainClick(() => change(next))}>
      {children}
    </a>
  );
}
