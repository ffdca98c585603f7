import classes from './wall.module.css';

export const beatPlaces = 6;
const places = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

/**
 * Moves one place with each frame that comes, and stands still when none does. A place where a frame came late is
 * hollow until the beat comes round again.
 */
export function Beat({ beats, late }: { beats: number; late: readonly boolean[] }) {
  return (
    <span className={classes.beat} role="img" aria-label="data arrives" data-beats={beats}>
      {places.map((place, at) => {
        const age = (beats - at + places.length) % places.length;
        return <span key={place} data-lit={age === 0 || undefined} data-late={late.at(-1 - age) || undefined} />;
      })}
    </span>
  );
}
