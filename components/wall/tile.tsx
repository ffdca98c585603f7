import type { CSSProperties } from 'react';
import type { Incident } from '#lib/model/trouble.ts';
import { problemStateOf } from '#lib/model/wall/problem.ts';
import type { Tile } from '#lib/model/wall/tiles.ts';
import classes from './tile.module.css';
import { WallMark } from './wall-mark.tsx';
import { nameOf, sayHit, sayReason, sayStanding } from './words.ts';

interface ProblemTileProps {
  problem: Incident;
  tile: Tile;
  nowMs: number;
}

/** What the mark before a name takes. */
const markCharacters = 3.2;

/** Lines below the name, by how many there is room for. */
function linesOf(problem: Incident, { lines, detail, characters: ofSmallest }: Tile, nowMs: number): string[] {
  const characters = Math.floor(ofSmallest / detail);
  const since = sayStanding(problem, nowMs, characters);
  const hit = sayHit(problem, characters);
  if (lines >= 4) return [since, sayReason(problem, nowMs, characters), hit];
  const why = `${since} · ${sayReason(problem, nowMs, characters - since.length - 3)}`;
  return lines === 3 ? [why, hit] : [why];
}

/** One thing that is wrong: shape, name, since when, why, and who is hit. */
export function ProblemTile({ problem, tile, nowMs }: ProblemTileProps) {
  const state = problemStateOf(problem);
  const name = nameOf(problem);
  const scale = Math.max(1, Math.min(tile.scale, tile.characters / (name.length + markCharacters)));
  const [first, ...others] = linesOf(problem, tile, nowMs);
  return (
    <li className={classes.tile} data-problem={state} style={{ '--scale': scale, '--detail': tile.detail } as CSSProperties} data-lines={tile.lines}>
      <p className={classes.name}>
        {problem.kind === 'service' ? <WallMark verdict={problem.verdict} /> : <WallMark breaker={problem.state} />}
        <span className={classes.words}>{name}</span>
      </p>
      <p className={classes.since}>{first}</p>
      {others.map((line, at) => (
        <p key={at === others.length - 1 ? 'hit' : 'reason'} className={classes.line}>
          {line}
        </p>
      ))}
    </li>
  );
}
