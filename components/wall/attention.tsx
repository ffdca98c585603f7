import { keyOf } from '#components/fleet/trouble-words.ts';
import { formatNumber } from '#components/ui/format.ts';
import { blastWeight } from '#lib/model/wall/problem.ts';
import { layoutTiles } from '#lib/model/wall/tiles.ts';
import classes from './tile.module.css';
import { ProblemTile } from './tile.tsx';
import type { WallGround, WallView } from './view.ts';

const sharesOf = (shares: readonly number[]) => shares.map((share) => `minmax(0, ${share}fr)`).join(' ');

/** How many tiles are shown, and how many problems have none. */
export function planTiles({ frame }: WallView, { room }: WallGround) {
  const layout = layoutTiles(frame.problems.map(blastWeight), room);
  const shown = layout.rows.reduce((sum, { tiles }) => sum + tiles.length, 0);
  return { rows: layout.rows, more: frame.problemsTotal - shown };
}

/** `+9 more`, where there are more problems than tiles. */
export function More({ more }: { more: number }) {
  return more > 0 ? <strong>+{formatNumber(more, 0)} more</strong> : null;
}

/** What is wrong, worst first, sized by what hangs on it. */
export function Attention({ view, ground }: { view: WallView; ground: WallGround }) {
  const { rows } = planTiles(view, ground);
  return (
    <ol className={classes.rows} style={{ gridTemplateRows: sharesOf(rows.map(({ height }) => height)) }} aria-label="What is wrong, worst first">
      {rows.map(({ tiles }) => (
        <li key={tiles[0]?.index} className={classes.row}>
          <ol
            className={classes.beside}
            style={{ gridTemplateColumns: sharesOf(tiles.map(({ width }) => width)) }}
            start={(tiles[0]?.index ?? 0) + 1}
          >
            {tiles.map((tile) => {
              const problem = view.frame.problems[tile.index];
              return problem ? <ProblemTile key={keyOf(problem)} problem={problem} tile={tile} nowMs={view.nowMs} /> : null;
            })}
          </ol>
        </li>
      ))}
    </ol>
  );
}
