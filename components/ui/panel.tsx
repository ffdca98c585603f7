import { type ReactNode, useId } from 'react';
import classes from './page.module.css';

interface PanelProps {
  title: ReactNode;
  /** Stands at the right of the title: a window, a count, a switch. */
  aside?: ReactNode;
  children: ReactNode;
  /** Leaves the padding to the content: tables and lists that reach the border. */
  flush?: boolean;
}

/** A titled piece of a page, separated by one line. */
export function Panel({ title, aside, children, flush = false }: PanelProps) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <div className={classes.panelHead}>
        <h2 id={id} className={classes.panelTitle}>
          {title}
        </h2>
        {aside ? <div className={classes.aside}>{aside}</div> : null}
      </div>
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}
