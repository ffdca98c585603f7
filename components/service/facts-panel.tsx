'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { topicHref } from '#components/topic/topic-href.ts';
import { formatDuration } from '#components/ui/format.ts';
import { Instant } from '#components/ui/instant.tsx';
import { useNowText } from '#components/ui/now.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import type { Service } from '#lib/model/service.ts';
import classes from './service.module.css';

const linkWords = { runbook: 'Runbook', repository: 'Repository', dashboard: 'Dashboard', chat: 'Chat' } as const;
const soonMs = 21 * 86_400_000;

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.pair}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A group that the services share; leads to all of them. */
function Group({ facet, value }: { facet: 'team' | 'domain' | 'tag'; value: string | null }) {
  if (value === null) return <span className="sb-muted">none</span>;
  return (
    <Link href={`/services?${facet}=${encodeURIComponent(value)}`} prefetch={false}>
      {value}
    </Link>
  );
}

function Certificate({ expiresAt }: { expiresAt: string }) {
  const leftMs = (nowMs: number) => Date.parse(expiresAt) - nowMs;
  const words = useNowText((nowMs) => (leftMs(nowMs) <= 0 ? 'expired' : `expires in ${formatDuration(leftMs(nowMs))}`));
  const state = useNowText((nowMs) => (leftMs(nowMs) <= 0 ? 'down' : leftMs(nowMs) < soonMs ? 'degraded' : 'up'));
  return (
    <span className={classes.certificate}>
      <StateMark verdict={state as 'up' | 'degraded' | 'down'} size={12} />
      {words}
      <span className="sb-muted">
        <Instant at={expiresAt} form="day" />
      </span>
    </span>
  );
}

function Names({ values, code = false }: { values: string[]; code?: boolean }) {
  return (
    <span className={classes.names}>
      {values.map((value) => (
        <span key={value} className={code ? classes.codeName : 'sb-tag'}>
          {value}
        </span>
      ))}
    </span>
  );
}

function Topics({ topics }: { topics: string[] }) {
  return (
    <span className={classes.names}>
      {topics.map((topic) => (
        <Link key={topic} href={topicHref(topic)} prefetch={false} className={classes.codeName}>
          {topic}
        </Link>
      ))}
    </span>
  );
}

function Links({ links }: Pick<Service, 'links'>) {
  if (links.length === 0) return <span className="sb-muted">none</span>;
  return (
    <span className={classes.names}>
      {links.map(({ kind, url }) => (
        <a key={kind + url} href={url} target="_blank" rel="noreferrer">
          {linkWords[kind]}
        </a>
      ))}
    </span>
  );
}

/** Whose service it is, and what is known of it besides signals. */
export function FactsPanel({ service }: { service: Service }) {
  return (
    <Panel title="About">
      {service.description ? <p className={classes.description}>{service.description}</p> : null}
      <dl className={classes.pairs}>
        <Fact name="Owner">
          <Group facet="team" value={service.team} />
        </Fact>
        <Fact name="Domain">
          <Group facet="domain" value={service.domain} />
        </Fact>
        {service.system ? <Fact name="System">{service.system}</Fact> : null}
        <Fact name="Links">
          <Links links={service.links} />
        </Fact>
        <Fact name="Base URL">
          {service.baseUrl === null ? (
            <span className="sb-muted">
              no base URL yet: <Link href={`/services/${service.name}?tab=settings`}>give one in Settings</Link>
            </span>
          ) : (
            <code className={classes.url}>{service.baseUrl}</code>
          )}
        </Fact>
        {service.certificateExpiresAt ? (
          <Fact name="Certificate">
            <Certificate expiresAt={service.certificateExpiresAt} />
          </Fact>
        ) : null}
        {service.tags.length > 0 ? (
          <Fact name="Tags">
            <Names values={service.tags} />
          </Fact>
        ) : null}
        {service.datastores.length > 0 ? (
          <Fact name="Datastores">
            <Names values={service.datastores} code />
          </Fact>
        ) : null}
        {service.publishes.length > 0 ? (
          <Fact name="Publishes">
            <Topics topics={service.publishes} />
          </Fact>
        ) : null}
        {service.subscribes.length > 0 ? (
          <Fact name="Subscribes to">
            <Topics topics={service.subscribes} />
          </Fact>
        ) : null}
      </dl>
    </Panel>
  );
}

/** What callers of the service are asked to keep to. */
export function PolicyPanel({ service }: { service: Service }) {
  const { timeoutSeconds, maxRetries, retryDelaySeconds, circuitBreakerThreshold, circuitBreakerTimeoutSeconds } = service;
  return (
    <Panel title="Policy for callers">
      <dl className={classes.pairs}>
        <Fact name="Timeout">{timeoutSeconds} s</Fact>
        <Fact name="Retries">{maxRetries === 0 ? 'none' : `${maxRetries}, ${retryDelaySeconds} s apart`}</Fact>
        <Fact name="Breaker">
          opens after {circuitBreakerThreshold} failures, tries again after {circuitBreakerTimeoutSeconds} s
        </Fact>
      </dl>
    </Panel>
  );
}
