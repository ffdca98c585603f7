import classes from './brand.module.css';

/** A semaphore signal: post, raised arm, one lamp lit. */
export function BrandMark({ size = 20 }: { size?: number }) {
  return (
    <svg className={classes.mark} width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <path d="M6 3v16M3 19h6" className={classes.post} />
      <path d="M6 9.6 17.4 3" className={classes.arm} />
      <circle cx="6" cy="9.6" r="3" className={classes.lamp} />
    </svg>
  );
}

export function Brand() {
  return (
    <span className={classes.brand}>
      <BrandMark />
      <span className={classes.name}>Signalbox</span>
    </span>
  );
}
