import classes from './brand.module.css';

/** A signal on its post: one light lit. */
export function BrandMark({ size = 20 }: { size?: number }) {
  return (
    <svg className={classes.mark} width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <rect x="5.75" y="0.75" width="8.5" height="13.5" rx="4.25" className={classes.box} />
      <circle cx="10" cy="4.9" r="1.9" className={classes.dim} />
      <circle cx="10" cy="10" r="2.4" className={classes.lit} />
      <path d="M10 14.5V19M6.5 19h7" className={classes.post} />
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
