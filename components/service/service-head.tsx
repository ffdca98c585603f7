'use client';

import Link from 'next/link';
import { type ReactNode, useEffect, useRef } from 'react';
import { Age } from '#components/ui/age.tsx';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { PageHead } from '#components/ui/page-head.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import type { Service } from '#lib/model/service.ts';
import { Reason } from './reason.tsx';
import classes from './service.module.css';
import { serviceTabs, type TabKey } from './service-state.ts';

function Fact({ href, children }: { href?: string; children: ReactNode }) {
  return href ? (
    <Link className={classes.fact} href={href} prefetch={false}>
      {children}
    </Link>
  ) : (
    <span>{children}</span>
  );
}

/** What the service is and how it stands; each fact leads to the others that share it. */
function Facts({ service }: { service: Service }) {
  return (
    <>
      <span className={classes.stand}>
        <StateMark verdict={service.verdict} word />
        <Age at={service.since} form="span" />
      </span>
      <Fact href={`/services?lifecycle=${service.lifecycle}`}>{service.lifecycle}</Fact>
      <Fact href={`/services?tier=${service.tier}`}>tier {service.tier}</Fact>
      {service.team ? <Fact href={`/services?team=${service.team}`}>{service.team}</Fact> : null}
      {service.domain ? <Fact href={`/services?domain=${service.domain}`}>{service.domain}</Fact> : null}
      <Fact href={`/services/${service.name}?tab=validation`}>
        <LevelMark level={service.level} word="level" />
      </Fact>
      {service.version ? (
        <Fact>
          <span className="sb-mono">{service.version}</span>
        </Fact>
      ) : null}
    </>
  );
}

/** The head of a service's page. Of trouble it says why. */
export function ServiceHead({ service, actions }: { service: Service; actions: ReactNode }) {
  return (
    <div className={classes.head}>
      <PageHead title={service.name} meta={<Facts service={service} />} actions={actions} />
      {service.verdict === 'up' ? null : (
        <p className={classes.why} data-verdict={service.verdict}>
          <Reason text={service.reason} />
          {service.checkedAt ? (
            <span className="sb-muted">
              {' · '}
              <Age at={service.checkedAt} prefix="looked at" />
            </span>
          ) : null}
        </p>
      )}
    </div>
  );
}

interface ServiceTabsProps {
  tab: TabKey;
  hrefOf: (tab: TabKey) => string;
  onChoose: (tab: TabKey) => void;
}

/** Tabs are addresses: they open in a new window and go back with the back button. */
export function ServiceTabs({ tab, hrefOf, onChoose }: ServiceTabsProps) {
  const bar = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is what moves the bar
  useEffect(() => {
    bar.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [tab]);
  return (
    <nav ref={bar} className={classes.tabs} aria-label="Parts of this service">
      {serviceTabs.map(({ key, title }) => (
        <a
          key={key}
          href={hrefOf(key)}
          className={classes.tab}
          aria-current={key === tab ? 'page' : undefined}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
            event.preventDefault();
            onChoose(key);
          }}
        >
          {title}
        </a>
      ))}
    </nav>
  );
}
