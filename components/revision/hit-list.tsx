import Link from 'next/link';
import { Fragment } from 'react';
import { evidenceWords } from '#components/ui/edge-words.ts';
import { formatCount } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { ServiceLink } from '#components/ui/service-link.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import classes from './comparison.module.css';
import { type Caller, orderCallers, teamsOf } from './comparison-words.ts';

const teamHref = (team: string) => `/services?team=${encodeURIComponent(team)}`;

const needWords = (critical: boolean | null) => {
  if (critical === null) return 'not declared';
  return critical ? 'critical' : 'optional';
};

function CallerLine({ caller: { service, team, verdict, critical, evidence } }: { caller: Caller }) {
  return (
    <li className={classes.caller}>
      {verdict === null ? (
        <span className={classes.stranger}>
          <StateMark verdict="unknown" size={12} />
          {service}
        </span>
      ) : (
        <ServiceLink name={service} verdict={verdict} />
      )}
      <span className={classes.callerTeam}>{team ?? 'no team'}</span>
      <span className={classes.callerNeed}>{[needWords(critical), ...evidence.map((each) => evidenceWords[each])].join(' · ')}</span>
    </li>
  );
}

function Tell({ teams }: { teams: string[] }) {
  if (teams.length === 0) return null;
  return (
    <p className={classes.tell}>
      {teams.length === 1 ? 'Team to tell: ' : 'Teams to tell: '}
      {teams.map((team, at) => (
        <Fragment key={team}>
          {at === 0 ? null : ', '}
          <Link href={teamHref(team)} prefetch={false}>
            {team}
          </Link>
        </Fragment>
      ))}
    </p>
  );
}

interface HitListProps {
  service: string;
  callers: Caller[];
  /** Whether anything breaks: else these merely call. */
  breaks: boolean;
}

/** Who meets what breaks: the services that declare to call this one or are seen to, with their teams. */
export function HitList({ service, callers, breaks }: HitListProps) {
  const words =
    callers.length === 0
      ? `Nobody declares to call ${service}, and nobody is seen to.`
      : `${formatCount(callers.length, 'service calls', 'services call')} ${service}, as they declare or as metrics show.`;
  return (
    <Panel title={breaks ? 'Who is hit' : 'Who calls it'} aside="declared or seen" flush>
      <p className={classes.hitWords}>
        {words}
        {callers.length === 0 && breaks ? ' Callers that declare nothing and count no calls in their metrics are not seen here.' : null}
      </p>
      {callers.length > 0 ? (
        <ul className={classes.callers}>
          {orderCallers(callers).map((caller) => (
            <CallerLine key={caller.service} caller={caller} />
          ))}
        </ul>
      ) : null}
      {breaks ? <Tell teams={teamsOf(callers)} /> : null}
    </Panel>
  );
}
