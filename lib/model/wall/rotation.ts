interface Rotation {
  pages: readonly { kind: 'auto' | 'panels' }[];
  rotationSeconds: number;
  nowMs: number;
  /** Whether something is wrong. */
  isOpen: boolean;
  /** The page that is shown now. */
  current: number;
}

/**
 * The page to show. All is calm: pages take turns by the server's clock, so that screens beside each other turn
 * together. Something is wrong: the page that makes itself is shown, else the one that is there stays.
 */
export function pageAt({ pages, rotationSeconds, nowMs, isOpen, current }: Rotation): number {
  if (!isOpen) return Math.floor(nowMs / (rotationSeconds * 1000)) % pages.length;
  const auto = pages.findIndex(({ kind }) => kind === 'auto');
  return auto >= 0 ? auto : Math.min(current, pages.length - 1);
}
