import { Age } from '#components/ui/age.tsx';
import { formatCount } from '#components/ui/format.ts';
import type { GraphPlaces } from '#lib/model/graph.ts';
import classes from './canvas-lines.module.css';

/** What moved since yesterday, and who moved it. */
export function PlacesLine({ places }: { places: GraphPlaces | undefined }) {
  if (!places) return <p className={classes.places}>&nbsp;</p>;
  const { moved, added, by, at } = places;
  return (
    <p className={classes.places}>
      {moved === 0 ? 'No node moved since yesterday' : `${formatCount(moved, 'node')} moved since yesterday`}
      {added === 0 ? '' : `, ${added} new`}
      {by && at ? (
        <>
          {' '}
          · laid out by {by}, <Age at={at} />
        </>
      ) : null}
    </p>
  );
}
