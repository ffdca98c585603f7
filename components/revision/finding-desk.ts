'use client';

import { createContext, useContext } from 'react';
import type { Acceptance } from '#lib/model/document.ts';
import type { Finding } from '#lib/model/finding.ts';
import type { Sides } from './witness-words.ts';

/** What every finding of a view shares. */
export interface FindingDesk {
  /** The two revisions that are compared; null where one revision is looked at. */
  sides: Sides | null;
  /** Fingerprint of the finding that the URL points at. */
  pointed: string | null;
  /** Query that leads to one finding. */
  linkTo: (fingerprint: string) => string;
  /** The page of an operation, where findings are not all gathered by theirs. */
  operationHref?: (key: string) => string | undefined;
  mayAccept: boolean;
  accept: (finding: Finding, terms: { reason: string; expiresAt: string | null }) => Promise<void>;
  takeBack: (finding: Finding, acceptance: Acceptance) => Promise<void>;
}

const DeskContext = createContext<FindingDesk | null>(null);

export const FindingDeskProvider = DeskContext.Provider;

export function useFindingDesk(): FindingDesk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('a finding stands outside of a FindingDeskProvider');
  return desk;
}

/** Marks the list that the focus falls back to when the finding that held it leaves. */
export const listMark = { 'data-findings': '', tabIndex: -1 } as const;

/** Where the focus goes when something in a list leaves; to be asked for while it is still there. */
export function findHome(element: HTMLElement | null): { focus: () => void } {
  const home = element?.closest<HTMLElement>('[data-findings]');
  return { focus: () => home?.focus({ preventScroll: true }) };
}
