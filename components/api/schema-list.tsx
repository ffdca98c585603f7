'use client';

import Link from 'next/link';
import { useRef } from 'react';
import { ServiceLink } from '#components/ui/service-link.tsx';
import { useRowFocus } from '#components/ui/use-row-focus.ts';
import { Highlight, Reasons } from './highlight.tsx';
import classes from './schema-list.module.css';
import type { FoundSchema } from './use-apis.ts';
import { rangesIn, untold } from './why.ts';

function SchemaRow({ schema }: { schema: FoundSchema }) {
  const { name, detail, service, verdict, why } = schema;
  const reasons = untold(why, { name, service });
  return (
    <li className={classes.row} data-row="">
      <span className={classes.name}>
        {service === null ? (
          name
        ) : (
          <Link href={`/services/${service}?tab=api`} prefetch={false} className={classes.link}>
            <Highlight text={name} ranges={rangesIn(why, 'name', name)} />
          </Link>
        )}
      </span>
      <span className={classes.properties}>{reasons.length > 0 ? <Reasons why={reasons} /> : (detail ?? <span>no properties</span>)}</span>
      <span className={classes.service}>{service && verdict ? <ServiceLink name={service} verdict={verdict} /> : service}</span>
    </li>
  );
}

/** Schemas of all documents that match, best first. */
export function SchemaList({ schemas, isBehind }: { schemas: readonly FoundSchema[]; isBehind: boolean }) {
  const list = useRef<HTMLUListElement>(null);
  useRowFocus(list);
  return (
    <ul ref={list} className={classes.list} aria-label="Schemas" aria-busy={isBehind}>
      {schemas.map((schema) => (
        <SchemaRow key={`${schema.service} ${schema.key}`} schema={schema} />
      ))}
    </ul>
  );
}
