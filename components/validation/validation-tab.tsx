'use client';

import { useEffect, useRef } from 'react';
import type { Service } from '#lib/model/service.ts';
import { DriftPanel } from './drift-panel.tsx';
import { LadderPanel } from './ladder-panel.tsx';
import classes from './run.module.css';
import { RunView } from './run-view.tsx';
import { RunsPanel } from './runs-panel.tsx';
import { useValidationState } from './use-validation-state.ts';

/** A run is read from its head; going back leads to where it stood in the list. */
function usePlace(run: string | null) {
  const tab = useRef<HTMLDivElement>(null);
  const last = useRef(run);
  useEffect(() => {
    const before = last.current;
    if (before === run) return;
    last.current = run;
    if (run !== null) window.scrollTo({ top: 0 });
    tab.current?.querySelector<HTMLElement>(run === null ? `[data-row] a[href*="${before}"]` : 'a')?.focus();
  }, [run]);
  return tab;
}

interface ValidationTabProps {
  service: Service;
  may: { check: boolean; edit: boolean };
}

/** The tab "Validation": what is proved of a service, by which runs, and what is missing. */
export function ValidationTab({ service, may }: ValidationTabProps) {
  const { state, change } = useValidationState();
  const tab = usePlace(state.run);
  return (
    <div ref={tab} className={classes.tab}>
      {state.run === null ? (
        <>
          <LadderPanel name={service.name} change={change} />
          <RunsPanel {...{ service, state, change }} mayRun={may.check} />
          <DriftPanel name={service.name} state={state} mayAccept={may.edit} />
        </>
      ) : (
        <RunView id={state.run} {...{ service, state, change, may }} />
      )}
    </div>
  );
}
