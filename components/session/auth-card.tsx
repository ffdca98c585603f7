import type { ReactNode } from 'react';
import { Brand } from '#components/shell/brand.tsx';
import classes from './session.module.css';

/** The quiet room before the desk: one mark, one question. */
export function AuthCard({ title, text, children }: { title: string; text?: ReactNode; children?: ReactNode }) {
  return (
    <main className={classes.room}>
      <div className={classes.card}>
        <Brand />
        <div className={classes.heading}>
          <h1 className={classes.title}>{title}</h1>
          {text ? <p className={classes.text}>{text}</p> : null}
        </div>
        {children}
      </div>
    </main>
  );
}
