import type { CSSProperties } from 'react';
import classes from './chart.module.css';

/** Pixels between the edges of a chart and its plot. */
interface Inset {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Says where the plot of a chart will stand, for the `Axes` within. */
export const insetStyle = ({ left, top, right, bottom }: Inset) => ({ '--plot': `${top}px ${right}px ${bottom}px ${left}px` }) as CSSProperties;

/** Stands where a chart will stand while it loads: the lines of its axes, where the chart has them. */
export const Axes = () => <span className={classes.axes} data-axes aria-hidden="true" />;
