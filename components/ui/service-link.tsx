import Link from 'next/link';
import type { Verdict } from '#lib/model/verdict.ts';
import classes from './service-link.module.css';
import { StateMark } from './state-mark.tsx';

/** The one way to name a service. */
export function ServiceLink({ name, verdict, label, tabIndex }: { name: string; verdict?: Verdict; label?: string; tabIndex?: number }) {
  return (
    <Link href={`/services/${name}`} prefetch={false} className={classes.link} tabIndex={tabIndex}>
      {verdict ? <StateMark verdict={verdict} size={12} /> : null}
      <span className={classes.name}>{label ?? name}</span>
    </Link>
  );
}
