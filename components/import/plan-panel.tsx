'use client';

import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { FilterField } from '#components/ui/filter-field.tsx';
import { formatNumber } from '#components/ui/format.ts';
import type { ImportPlan, ImportResult } from '#lib/model/descriptor/import.ts';
import classes from './import.module.css';
import { PlanList } from './plan-list.tsx';
import { nameOfFormat, type PlanView, sumUp, tabsOf } from './plan-rows.ts';

interface PlanPanelProps {
  plan: ImportPlan;
  files: File[];
  apply: UseMutationResult<ImportResult, unknown, File[]>;
  onApply: () => void;
  onBack: () => void;
}

/** What the files would do, and the button that does it. */
export function PlanPanel({ plan, files, apply, onApply, onBack }: PlanPanelProps) {
  const tabs = tabsOf(plan);
  const [chosen, setChosen] = useState<PlanView | null>(null);
  const [q, setQ] = useState('');
  const view = tabs.find((tab) => tab.view === chosen)?.view ?? tabs[0]?.view;
  const { create, change } = plan.counts;
  const hasWork = create + change + plan.documents.length + plan.groups.filter(({ action }) => action !== 'same').length > 0;
  return (
    <section className={classes.plan} aria-label="Preview of the import">
      <div className={classes.planHead}>
        <div>
          <h2 className={classes.sum} role="status">
            {sumUp(plan)}
          </h2>
          <p className={classes.note}>
            {files.length === 1 ? files[0]?.name : `${files.length} files`}
            {plan.formats.map(
              ({ format, entries }) => ` · ${formatNumber(entries, 0)} ${nameOfFormat(format)} ${entries === 1 ? 'entry' : 'entries'}`,
            )}
          </p>
        </div>
        <div className={classes.buttons}>
          <button type="button" className="sb-button" disabled={apply.isPending} onClick={onBack}>
            Other files
          </button>
          <button type="button" className="sb-button sb-button-primary" disabled={apply.isPending || plan.counts.entries === 0} onClick={onApply}>
            {apply.isPending ? 'Importing …' : hasWork ? 'Apply' : 'Keep the entries'}
          </button>
        </div>
      </div>
      {apply.error ? <Fault error={apply.error} what="Nothing was imported" onRetry={onApply} /> : null}
      {view === undefined ? (
        <Empty title="Nothing to import" text="The files hold no entry that a service could be made of." />
      ) : (
        <>
          <div className={classes.bar}>
            <FilterField value={q} onChange={setQ} label="Filter the preview" placeholder="Filter by name, file or text" />
            <fieldset className={classes.tabs} aria-label="Show">
              {tabs.map((tab) => (
                <button
                  key={tab.view}
                  type="button"
                  className={classes.tab}
                  aria-pressed={tab.view === view}
                  data-view={tab.view}
                  onClick={() => setChosen(tab.view)}
                >
                  <span className="sb-number">{formatNumber(tab.count, 0)}</span> {tab.word}
                </button>
              ))}
            </fieldset>
          </div>
          <PlanList key={`${view} ${q}`} plan={plan} view={view} q={q} />
        </>
      )}
    </section>
  );
}
