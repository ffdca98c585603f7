import Link from 'next/link';
import { evidenceWords } from '#components/ui/edge-words.ts';
import { Panel } from '#components/ui/panel.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { ServiceLink } from '#components/ui/service-link.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import type { LiveOutput } from './outputs.ts';
import classes from './pane.module.css';

/** Who depends on the service, and so meets whatever happens to the operation. */
export function Callers({ name, callers }: { name: string; callers: LiveOutput['callers'] | null }) {
  return (
    <Panel title="Who calls it" aside="declared or seen" flush>
      {callers === null ? <p className={classes.nobody}>…</p> : null}
      {callers?.length === 0 ? <p className={classes.nobody}>No service declares that it calls {name}, and none is seen to.</p> : null}
      {callers && callers.length > 0 ? (
        <ul className={classes.callers}>
          {callers.map(({ service, team, verdict, critical, evidence, requestRate }) => (
            <li key={service} className={classes.caller}>
              {verdict === null ? (
                <span className={classes.stranger}>
                  <StateMark verdict="unknown" size={12} /> {service}
                </span>
              ) : (
                <ServiceLink name={service} verdict={verdict} />
              )}
              {team ? (
                <Link href={`/services?team=${team}`} prefetch={false} className={classes.team}>
                  {team}
                </Link>
              ) : (
                <span className="sb-muted">no team</span>
              )}
              {critical === false ? <span className="sb-tag">optional</span> : null}
              {evidence.map((each) => (
                <span key={each} className="sb-tag">
                  {evidenceWords[each]}
                </span>
              ))}
              {requestRate === null ? null : <Quantity value={requestRate} unit="/s" />}
            </li>
          ))}
        </ul>
      ) : null}
    </Panel>
  );
}
