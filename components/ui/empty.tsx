import type { ReactNode } from 'react';
import classes from './page.module.css';

/** What will stand here, and the one action that brings it. */
export function Empty({ title, text, action }: { title: string; text: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <p className={classes.emptyTitle}>{title}</p>
      <p className={classes.emptyText}>{text}</p>
      {action ? <div className={classes.emptyAction}>{action}</div> : null}
    </div>
  );
}
