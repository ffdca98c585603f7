'use client';

import { type ReactNode, useState } from 'react';
import { Empty } from '#components/ui/empty.tsx';
import { formatNumber } from '#components/ui/format.ts';
import type { ImportPlan, PlannedService } from '#lib/model/descriptor/import.ts';
import classes from './import.module.css';
import { differencesOf, holdsWords, nameOfFormat, type PlanView } from './plan-rows.ts';

const rowsAtOnce = 100;
const fieldsAtOnce = 6;

interface Row {
  key: string;
  line: ReactNode;
}

/** One part of the plan as lines. Long ones grow on demand. */
export function PlanList({ plan, view, q }: { plan: ImportPlan; view: PlanView; q: string }) {
  const [shown, setShown] = useState(rowsAtOnce);
  const rows = rowsOf(plan, view, q);
  if (rows.length === 0) return <Empty title="Nothing matches" text="No line of this part holds these words." />;
  return (
    <>
      <ul className={classes.lines}>
        {rows.slice(0, shown).map(({ key, line }) => (
          <li key={key} className={classes.line} data-view={view}>
            {line}
          </li>
        ))}
      </ul>
      {rows.length > shown ? (
        <button type="button" className={`sb-button ${classes.more}`} onClick={() => setShown(shown + 500)}>
          Show more of {formatNumber(rows.length, 0)}
        </button>
      ) : null}
    </>
  );
}

function rowsOf(plan: ImportPlan, view: PlanView, q: string): Row[] {
  if (view === 'rejected')
    return plan.rejected
      .filter(({ file, entry, why, help }) => holdsWords(q, file, entry, why, help))
      .map((one, index) => ({ key: `${index}`, line: <Rejected {...one} /> }));
  if (view === 'notes')
    return plan.notes
      .filter(({ file, entry, text }) => holdsWords(q, file, entry, text))
      .map((note) => ({ key: `${note.file} ${note.line} ${note.text}`, line: <Note {...note} /> }));
  if (view === 'others') return otherRows(plan, q);
  return plan.services
    .filter(({ action, name, file }) => action === view && holdsWords(q, name, file))
    .map((service) => ({ key: service.name, line: <Step service={service} /> }));
}

function otherRows({ groups, documents }: ImportPlan, q: string): Row[] {
  const changed = groups.filter(({ action, name, displayName }) => action !== 'same' && holdsWords(q, name, displayName));
  const stored = documents.filter(({ service, fileName }) => holdsWords(q, service, fileName));
  return [
    ...changed.map(({ kind, name, displayName, action }) => ({
      key: `${kind} ${name}`,
      line: <Plain head={name} place={action === 'create' ? `new ${kind}` : `renamed ${kind}`} text={displayName} />,
    })),
    ...stored.map(({ service, kind, fileName }) => ({
      key: `${service} ${kind} ${fileName}`,
      line: <Plain head={service} place={kind === 'openapi' ? 'OpenAPI document' : 'AsyncAPI document'} text={fileName} />,
    })),
  ];
}

const placeOf = ({ file, line }: { file: string; line: number }) => (file === '' ? '' : `${file}:${line}`);

function Plain({ head, place, text }: { head: string; place: string; text: ReactNode }) {
  return (
    <>
      <strong className={classes.name}>{head}</strong>
      <span className={classes.place}>{place}</span>
      <span className={classes.what}>{text}</span>
    </>
  );
}

function Rejected({ entry, why, help, ...place }: ImportPlan['rejected'][number]) {
  return (
    <Plain
      head={entry ?? 'the file'}
      place={placeOf(place)}
      text={
        <>
          {why}. <span className="sb-muted">{help}</span>
        </>
      }
    />
  );
}

function Note({ entry, text, times, ...place }: ImportPlan['notes'][number]) {
  const more = times > 1 ? ` and ${formatNumber(times - 1, 0)} more` : '';
  return <Plain head={`${entry ?? 'the file'}${more}`} place={placeOf(place)} text={text} />;
}

function Step({ service }: { service: PlannedService }) {
  const differences = differencesOf(service);
  const rest = differences.slice(fieldsAtOnce);
  return (
    <>
      <strong className={classes.name}>{service.name}</strong>
      <span className={classes.place}>
        {nameOfFormat(service.format)} {placeOf(service)}
      </span>
      <div className={classes.what}>
        {differences.length === 0 ? <span className="sb-muted">{service.action === 'create' ? 'its name alone' : 'as it should be'}</span> : null}
        <Fields differences={differences.slice(0, fieldsAtOnce)} />
        {rest.length > 0 ? (
          <details className={classes.rest}>
            <summary>
              {rest.length} more {rest.length === 1 ? 'field' : 'fields'}
            </summary>
            <Fields differences={rest} />
          </details>
        ) : null}
      </div>
    </>
  );
}

function Fields({ differences }: { differences: ReturnType<typeof differencesOf> }) {
  if (differences.length === 0) return null;
  return (
    <dl className={classes.fields}>
      {differences.map(({ field, from, to }) => (
        <div key={field}>
          <dt>{field}</dt>
          <dd>
            {from === null ? null : <del>{from}</del>}
            {from !== null && to !== null ? <span aria-hidden="true"> → </span> : null}
            {to === null ? <span className="sb-muted"> removed</span> : <ins>{to}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
