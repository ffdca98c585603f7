import type { CSSProperties } from 'react';
import { formatClock, formatCount, formatDuration, formatNumber } from '#components/ui/format.ts';
import { isClockSwapped, orbitAt, orbitPx } from '#lib/model/wall/care.ts';
import { screenState } from '#lib/model/wall/sight.ts';
import type { WallSight } from '#lib/model/wall.ts';
import { Attention, More, planTiles } from './attention.tsx';
import { Beat } from './beat.tsx';
import { BlindBand } from './blind-band.tsx';
import { Calm } from './calm.tsx';
import { PanelPage } from './panel-page.tsx';
import type { WallGround, WallView } from './view.ts';
import classes from './wall.module.css';
import { sayProblems, sayUnobserved } from './words.ts';

const noAnswer = 'Signalbox does not answer this screen.';

/** Why the screen is blind; null while it sees. */
const blindnessOf = ({ freshness, frame }: WallView) => (freshness === 'blind' ? noAnswer : frame.sight.blind);

/** The state of the whole screen, as it is drawn. */
export const stateOf = (view: WallView) => screenState({ isBlind: blindnessOf(view) !== null, problems: view.frame.problemsTotal });

/** A calm page says itself what head and foot say on the others. */
const saysItself = ({ frame, page }: WallView) => frame.wall.pages[page]?.kind !== 'panels' && frame.problemsTotal === 0;

function Head({ view, hasZone }: { view: WallView; hasZone: boolean }) {
  const { frame, nowMs } = view;
  const isCalm = frame.problemsTotal === 0;
  return (
    <header className={classes.head}>
      <h1 className={classes.title}>{frame.wall.title}</h1>
      {isCalm ? null : <p className={classes.problems}>{sayProblems(frame)}</p>}
      <Beat beats={view.beats} late={view.late} />
      {saysItself(view) ? null : (
        <p className={classes.clock} data-swapped={isClockSwapped(nowMs) || undefined}>
          {hasZone ? formatClock(nowMs) : '--:--'}
        </p>
      )}
    </header>
  );
}

const soundWords = { off: 'muted', on: 'sound on', blocked: 'muted by the browser' };

function FootFacts({ sight, nowMs }: { sight: WallSight; nowMs: number }) {
  const unobserved = sayUnobserved(sight);
  return (
    <>
      {sight.oldestLookAt === null ? null : <span>oldest data {formatDuration(nowMs - Date.parse(sight.oldestLookAt))}</span>}
      <span>{formatCount(sight.total, 'service')}</span>
      {unobserved === '' ? null : <span>{unobserved}</span>}
    </>
  );
}

function Foot({ view, more }: { view: WallView; more: number }) {
  const { frame, nowMs, freshness, lateMs, sound } = view;
  const { sight } = frame;
  return (
    <footer className={classes.foot}>
      <More more={more} />
      {freshness !== 'stale' ? null : <strong className={classes.late}>stale: nothing new for {formatDuration(lateMs)}</strong>}
      {saysItself(view) ? null : <FootFacts sight={sight} nowMs={nowMs} />}
      {frame.wall.pages.length > 1 ? (
        <span>
          page {formatNumber(view.page + 1, 0)} of {formatNumber(frame.wall.pages.length, 0)}
        </span>
      ) : null}
      <span className={classes.sound}>{soundWords[sound]}</span>
    </footer>
  );
}

function Body({ view, ground }: { view: WallView; ground: WallGround }) {
  const page = view.frame.wall.pages[view.page];
  if (page?.kind === 'panels') return <PanelPage page={page} view={view} ground={ground} />;
  return view.frame.problemsTotal > 0 ? <Attention view={view} ground={ground} /> : <Calm view={view} ground={ground} />;
}

/** What is drawn behind the band of a blind screen: the last that was seen, its problems not made up from what is stale now. */
const memoryOf = (view: WallView): WallView | null => view.seen && { ...view, frame: { ...view.seen, wall: view.frame.wall } };

/** A whole wall at one moment. Fills its parent, which gives it its size; nothing in it can be pressed. */
export function WallScreen({ view, ground, scheme }: { view: WallView; ground: WallGround; scheme: 'dark' | 'light' }) {
  const { freshness, nowMs, frame } = view;
  const blindness = blindnessOf(view);
  const drawn = blindness === null ? view : memoryOf(view);
  const isTiled = drawn !== null && frame.wall.pages[view.page]?.kind !== 'panels' && drawn.frame.problemsTotal > 0;
  const isBare = drawn === null || (blindness !== null && saysItself(drawn));
  const { x, y } = ground.orbits ? orbitAt(nowMs) : { x: orbitPx / 2, y: orbitPx / 2 };
  const style = { '--type': ground.room.typeShare * 100, '--x': `${x}px`, '--y': `${y}px` } as CSSProperties;
  return (
    <div className={classes.screen} data-ground={scheme} data-state={stateOf(view)} data-freshness={freshness} style={style}>
      <div className={classes.frame}>
        <Head view={drawn ?? view} hasZone={ground.hasZone} />
        <div className={classes.body}>{isBare ? null : <Body view={drawn} ground={ground} />}</div>
        <Foot view={drawn ?? view} more={isTiled ? planTiles(drawn, ground).more : 0} />
      </div>
      {blindness === null ? null : <BlindBand reason={blindness} view={view} isBare={isBare} />}
    </div>
  );
}
