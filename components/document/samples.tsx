'use client';

import { useState } from 'react';
import { CopyButton } from '#components/ui/copy-button.tsx';
import type { SliceOutput } from './outputs.ts';
import classes from './samples.module.css';

type Sample = SliceOutput['samples'][number];

const titles: Record<Sample['language'], string> = { curl: 'curl', fetch: 'fetch', sdk: 'SDK' };
const fewestLines = 3;
const mostLines = 12;
let lastChosen: Sample['language'] = 'curl';

/** The call as code; the language that was chosen last stays chosen. */
export function Samples({ samples }: { samples: Sample[] }) {
  const [chosen, setChosen] = useState(lastChosen);
  const shown = samples.find(({ language }) => language === chosen) ?? samples[0];
  if (!shown) return null;
  const lines = Math.max(...samples.map(({ code }) => code.split('\n').length));
  return (
    <section className={classes.samples} aria-label="The call as code">
      <div className={classes.head}>
        <div className={classes.tabs} role="tablist" aria-label="Language">
          {samples.map(({ language }) => (
            <button
              key={language}
              type="button"
              role="tab"
              aria-selected={language === shown.language}
              aria-controls="sample"
              className={classes.tab}
              onClick={() => {
                lastChosen = language;
                setChosen(language);
              }}
            >
              {titles[language]}
            </button>
          ))}
        </div>
        <CopyButton text={shown.code} what={`${titles[shown.language]} sample`} />
      </div>
      <div id="sample" role="tabpanel" aria-label={titles[shown.language]}>
        <textarea
          className={classes.code}
          readOnly
          spellCheck={false}
          wrap="off"
          rows={Math.min(mostLines, Math.max(fewestLines, lines))}
          aria-label={`${titles[shown.language]} sample`}
          value={shown.code}
        />
      </div>
    </section>
  );
}
