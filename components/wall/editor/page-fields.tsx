'use client';

import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import type { Dispatch } from 'react';
import { fixedRows, type Misfit, mostPages, mostPanels, type PanelKind, panelKinds } from '#lib/model/wall/fit.ts';
import type { WallPage, WallPanel } from '#lib/model/wall.ts';
import type { Draft, DraftAct } from './draft.ts';
import classes from './editor.module.css';

interface PagesProps {
  draft: Draft;
  faults: Record<string, string>;
  misfits: readonly Misfit[];
  /** The page that the preview shows. */
  shown: number;
  onShow: (page: number) => void;
  dispatch: Dispatch<DraftAct>;
}

const kinds = (Object.keys(panelKinds) as PanelKind[]).map((kind) => ({ value: kind, label: panelKinds[kind].title }));

/** The pages of a wall, each with what stands on it. */
export function PageFields({ draft, dispatch, ...others }: PagesProps) {
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>Pages</legend>
      {draft.pages.map((page, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a page has no name but its place
        <PageCard key={at} page={page} at={at} pages={draft.pages.length} dispatch={dispatch} {...others} />
      ))}
      {draft.pages.length < mostPages ? (
        <button type="button" className="sb-button sb-button-small" onClick={() => dispatch({ act: 'addPage' })}>
          Add a page
        </button>
      ) : null}
    </fieldset>
  );
}

interface PageCardProps extends Omit<PagesProps, 'draft'> {
  page: WallPage;
  at: number;
  pages: number;
}

function PageCard({ page, at, pages, faults, misfits, shown, onShow, dispatch }: PageCardProps) {
  const own = misfits.find((misfit) => misfit.page === at && misfit.panel === null);
  return (
    <div className={classes.card}>
      <div className={classes.cardHead}>
        <NativeSelect
          aria-label={`Page ${at + 1} shows`}
          data={[
            { value: 'auto', label: 'What matters: calm, or tiles' },
            { value: 'panels', label: 'Panels of my choice' },
          ]}
          value={page.kind}
          onChange={(event) => dispatch({ act: 'turnPage', page: at, kind: event.currentTarget.value as WallPage['kind'] })}
        />
        {pages > 1 ? (
          <>
            <button type="button" className="sb-button sb-button-small" aria-pressed={shown === at} onClick={() => onShow(at)}>
              Preview page {at + 1}
            </button>
            <button
              type="button"
              className="sb-button sb-button-small"
              aria-label={`Remove page ${at + 1}`}
              onClick={() => dispatch({ act: 'removePage', page: at })}
            >
              Remove
            </button>
          </>
        ) : null}
      </div>
      {own ? <Refusal message={own.message} /> : null}
      {page.kind === 'panels'
        ? page.panels.map((panel, index) => (
            <PanelFields
              // biome-ignore lint/suspicious/noArrayIndexKey: a panel has no name but its place
              key={index}
              panel={panel}
              place={{ page: at, panel: index }}
              isOnly={page.panels.length === 1}
              faults={faults}
              refusal={misfits.find((misfit) => misfit.page === at && misfit.panel === index)?.message}
              dispatch={dispatch}
            />
          ))
        : null}
      {page.kind === 'panels' && page.panels.length < mostPanels ? (
        <button type="button" className="sb-button sb-button-small" onClick={() => dispatch({ act: 'addPanel', page: at })}>
          Add a panel
        </button>
      ) : null}
    </div>
  );
}

function Refusal({ message }: { message: string }) {
  return (
    <p className={classes.refusal} role="alert">
      {message}
    </p>
  );
}

interface PanelFieldsProps {
  panel: WallPanel;
  place: { page: number; panel: number };
  isOnly: boolean;
  faults: Record<string, string>;
  refusal: string | undefined;
  dispatch: Dispatch<DraftAct>;
}

function PanelFields({ panel, place, isOnly, faults, refusal, dispatch }: PanelFieldsProps) {
  const set = (fields: Partial<WallPanel>) => dispatch({ act: 'setPanel', ...place, fields });
  const path = `pages.${place.page}.panels.${place.panel}`;
  const { aboutService, unit } = panelKinds[panel.kind];
  return (
    <div className={classes.panel}>
      <div className={classes.panelFields}>
        <NativeSelect label="Panel" data={kinds} value={panel.kind} onChange={(event) => set({ kind: event.currentTarget.value as PanelKind })} />
        {aboutService ? (
          <TextInput
            label="Service"
            autoComplete="off"
            spellCheck={false}
            value={panel.service ?? ''}
            error={faults[`${path}.service`]}
            onChange={(event) => set({ service: event.currentTarget.value.trim() === '' ? null : event.currentTarget.value.trim() })}
          />
        ) : null}
        {fixedRows[panel.kind] === undefined ? (
          <NumberInput
            label={unit.charAt(0).toUpperCase() + unit.slice(1)}
            min={1}
            max={20}
            allowDecimal={false}
            clampBehavior="none"
            value={Number.isNaN(panel.rows) ? '' : panel.rows}
            error={faults[`${path}.rows`]}
            onChange={(value) => set({ rows: typeof value === 'number' ? value : Number.NaN })}
          />
        ) : null}
        {isOnly ? null : (
          <button type="button" className="sb-button sb-button-small" onClick={() => dispatch({ act: 'removePanel', ...place })}>
            Remove<span className="sb-hidden"> panel {place.panel + 1}</span>
          </button>
        )}
      </div>
      {refusal === undefined ? null : <Refusal message={refusal} />}
    </div>
  );
}
