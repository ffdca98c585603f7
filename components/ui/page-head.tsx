import type { ReactNode } from 'react';
import classes from './page.module.css';

/** The head of a page: what it is, how it stands, what one can do. */
export function PageHead({ title, meta, actions }: { title: ReactNode; meta?: ReactNode; actions?: ReactNode }) {
  return (
    <header className={classes.head}>
      <div className={classes.titles}>
        <h1 className={classes.title}>{title}</h1>
        {meta ? <div className={classes.meta}>{meta}</div> : null}
      </div>
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </header>
  );
}
