'use client';

import bar from '#components/service/catalog.module.css';
import { FilterField } from '#components/ui/filter-field.tsx';
import classes from './api.module.css';
import { type ApiMode, type ApiState, apiModes, clearNarrowing, isNarrowed, methods } from './api-state.ts';
import { ChooseMenu } from './choose-menu.tsx';

const modeWords: Record<ApiMode, string> = { operations: 'Operations', schemas: 'Schemas' };
const placeholders: Record<ApiMode, string> = { operations: 'Path, summary, parameter …', schemas: 'Schema or property' };
/** After the last key; the answer takes some 30 ms more. */
const pauseMs = 80;

interface ApiBarProps {
  state: ApiState;
  /** Tags that the list shows. */
  tags: readonly string[];
  onChange: (state: ApiState, how?: 'push' | 'replace') => void;
}

/** Everything that narrows the list. */
export function ApiBar({ state, tags, onChange }: ApiBarProps) {
  const { mode } = state;
  return (
    <div className={bar.bar}>
      <FilterField
        label={mode === 'operations' ? 'Search operations' : 'Search schemas'}
        placeholder={placeholders[mode]}
        delayMs={pauseMs}
        value={state.q}
        onChange={(q) => onChange({ ...state, q }, 'replace')}
      />
      <div className={bar.facets}>
        <fieldset className={`sb-plain ${classes.modes}`}>
          <legend className="sb-hidden">What to list</legend>
          {apiModes.map((each) => (
            <button key={each} type="button" className={classes.mode} aria-pressed={mode === each} onClick={() => onChange({ ...state, mode: each })}>
              {modeWords[each]}
            </button>
          ))}
        </fieldset>
        {mode === 'operations' ? (
          <>
            <ChooseMenu label="Method" chosen={state.method} from={methods} onChoose={(method) => onChange({ ...state, method })} />
            <ChooseMenu label="Service" chosen={state.service} from="services" onChoose={(service) => onChange({ ...state, service })} />
            <ChooseMenu label="Tag" chosen={state.tag} from={tags} free onChoose={(tag) => onChange({ ...state, tag })} />
          </>
        ) : null}
        {isNarrowed(state) ? (
          <button type="button" className={bar.clear} onClick={() => onChange(clearNarrowing(state))}>
            Clear filters
          </button>
        ) : null}
      </div>
    </div>
  );
}
