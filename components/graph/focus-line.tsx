import { formatCount } from '#components/ui/format.ts';
import type { Wrong } from '#lib/model/graph/focus.ts';
import classes from './canvas-lines.module.css';

interface FocusLineProps {
  wrong: Wrong;
  /** Whether the rest is dim. */
  isDim: boolean;
  onDim: (isDim: boolean) => void;
}

/** What is not well in the picture, and the switch that lets the rest recede. */
export function FocusLine({ wrong: { services, edges }, isDim, onDim }: FocusLineProps) {
  const parts = [services.length > 0 ? formatCount(services.length, 'service') : '', edges.length > 0 ? formatCount(edges.length, 'call') : ''];
  const isOne = services.length + edges.length === 1;
  return (
    <p className={classes.focus}>
      <span>
        {parts.filter(Boolean).join(' and ')} {isOne ? 'is' : 'are'} not well.
        {isDim ? ' Whatever neither calls nor is called there is dim.' : ''}
      </span>
      <button type="button" className="sb-button sb-button-small" aria-pressed={isDim} onClick={() => onDim(!isDim)}>
        Dim what is well
      </button>
    </p>
  );
}
