import { formatCount, formatNumber } from '#components/ui/format.ts';
import type { GraphEdge } from '#lib/model/graph.ts';
import classes from './canvas-lines.module.css';
import { isWrong } from './edge-look.ts';

interface SelfLineProps {
  /** Calls to Signalbox itself. */
  left: readonly GraphEdge[];
  isShown: boolean;
  onShow: (isShown: boolean) => void;
}

/** What the picture leaves out, how that does, and the switch that shows it. */
export function SelfLine({ left, isShown, onShow }: SelfLineProps) {
  if (left.length === 0) return null;
  const wrong = left.filter(isWrong).length;
  return (
    <p className={classes.self}>
      <span>
        {formatCount(left.length, 'call')} to Signalbox itself {left.length === 1 ? 'is' : 'are'} {isShown ? 'shown' : 'left out'}: services register
        and push there.{wrong === 0 ? '' : ` ${formatNumber(wrong, 0)} of them ${wrong === 1 ? 'is' : 'are'} not well.`}
      </span>
      <button type="button" className="sb-button sb-button-small" onClick={() => onShow(!isShown)}>
        {isShown ? 'Leave out' : 'Show'}
        <span className="sb-hidden"> calls to Signalbox itself</span>
      </button>
    </p>
  );
}
