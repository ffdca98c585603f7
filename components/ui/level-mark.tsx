import type { LadderLevel } from '#lib/model/ladder.ts';
import { none } from './format.ts';
import { levelWord } from './level.ts';
import classes from './level-mark.module.css';

const bars = [0, 1, 2, 3, 4] as const;

interface LevelMarkProps {
  /** null: not even level 0. */
  level: LadderLevel | null;
  /** Pixels. */
  size?: number;
  /** What stands beside the shape; without it the shape carries the words as its label. */
  word?: 'level' | 'number';
}

/** The one mark of a level of the validation ladder: five rising bars, filled as far as it is held. */
export function LevelMark({ level, size = 14, word }: LevelMarkProps) {
  const svg = { className: classes.shape, width: size, height: size, viewBox: '0 0 14 14' };
  const shape = bars.map((bar) => (
    <rect
      key={bar}
      {...{ x: 0.3 + bar * 2.8, y: 10 - bar * 2.2, width: 2, height: 3.2 + bar * 2.2, rx: 0.6 }}
      fill={level !== null && bar <= level ? 'currentColor' : 'var(--sb-line-strong)'}
    />
  ));
  if (word === undefined)
    return (
      <svg role="img" aria-label={levelWord(level)} {...svg}>
        {shape}
      </svg>
    );
  return (
    <span className={classes.mark}>
      <svg aria-hidden="true" {...svg}>
        {shape}
      </svg>
      {word === 'level' ? <span>{levelWord(level)}</span> : <Short level={level} />}
    </span>
  );
}

function Short({ level }: { level: LadderLevel | null }) {
  return (
    <span className="sb-number">
      <span aria-hidden="true">{level ?? none}</span>
      <span className="sb-hidden">{levelWord(level)}</span>
    </span>
  );
}
