'use client';

import type { ReactNode } from 'react';
import type { Discovery } from '#lib/model/discovery.ts';
import type { TargetState } from '#lib/model/reading.ts';
import classes from './found.module.css';
import { FoundLines, LookedPlaces } from './found-lines.tsx';
import type { FormHandle } from './use-service-form.ts';

interface FoundBoxProps {
  form: FormHandle;
  discovery: Discovery | null;
  isLooking: boolean;
  /** Stands while nothing was looked at. */
  title: string;
  looks?: readonly TargetState[];
  action?: ReactNode;
}

/** Where Signalbox looks at a service, and what it found there. */
export function FoundBox({ form, discovery, isLooking, title, looks, action }: FoundBoxProps) {
  return (
    <section className={classes.foundBox} aria-label="Where Signalbox looks">
      <div className={classes.reason}>
        <p role="status">{isLooking ? `Looking at ${form.values.baseUrl} …` : (discovery?.reason ?? title)}</p>
        {action}
      </div>
      <FoundLines {...{ form, discovery, isLooking, looks }} />
      {discovery && !isLooking ? <LookedPlaces discovery={discovery} /> : null}
    </section>
  );
}
