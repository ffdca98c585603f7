import classes from './skeletons.module.css';

const count = (length: number) => Array.from({ length }, (_, index) => index);

/** A grey bar of the size of the text that will stand here. */
export function SkeletonText({ width = '100%', height = 12 }: { width?: number | string; height?: number }) {
  return <span className={classes.bar} style={{ width, height }} />;
}

/** Rows of the final height: 36, dense 28. */
export function SkeletonRows({ rows, height = 36 }: { rows: number; height?: number }) {
  return (
    <div className={classes.rows} role="status" aria-label="Loading">
      {count(rows).map((row) => (
        <div key={row} className={classes.row} style={{ height }}>
          <span className={classes.bar} style={{ width: 14, height: 14, borderRadius: 7 }} />
          <span className={classes.bar} style={{ width: `${18 + ((row * 7) % 14)}%` }} />
          <span className={classes.bar} style={{ width: `${26 + ((row * 11) % 22)}%`, marginLeft: 'auto' }} />
        </div>
      ))}
    </div>
  );
}

/** A panel or chart of the final height. */
export function SkeletonBlock({ height }: { height: number | string }) {
  return <div className={classes.block} style={{ height }} role="status" aria-label="Loading" />;
}

/** Head and one panel: stands for a whole page. */
export function SkeletonPage({ height = 480 }: { height?: number }) {
  return (
    <div aria-busy="true">
      <div className={classes.head}>
        <SkeletonText width={160} height={20} />
      </div>
      <SkeletonBlock height={height} />
    </div>
  );
}
