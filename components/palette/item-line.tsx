import { Highlight, Reasons } from '#components/api/highlight.tsx';
import { type Ranges, rangesIn } from '#components/api/why.ts';
import { MethodMark } from '#components/document/method-mark.tsx';
import { KeyHint } from '#components/ui/key-hint.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import type { SearchHit } from '#lib/model/search.ts';
import { reasonsBeside } from './found.ts';
import classes from './palette.module.css';
import type { Item } from './use-palette-items.ts';

/** Ranges of a path, where it stands behind the method in the key of an operation. */
function rangesOfKey({ name, method, why }: SearchHit): { text: string; ranges: Ranges } {
  const text = method !== null && name.startsWith(`${method} `) ? name.slice(method.length + 1) : name;
  return { text, ranges: rangesIn(why, 'path', text) };
}

function Name({ hit }: { hit: SearchHit }) {
  if (hit.kind === 'operation') {
    const { text, ranges } = rangesOfKey(hit);
    return (
      <>
        <MethodMark method={hit.method ?? ''} short />
        <span className={`${classes.name} ${classes.code}`}>
          <Highlight text={text} ranges={ranges} />
        </span>
      </>
    );
  }
  const ranges = hit.why.find(({ text }) => text.toLowerCase() === hit.name.toLowerCase())?.ranges ?? [];
  return (
    <>
      {hit.kind === 'service' && hit.verdict ? <StateMark verdict={hit.verdict} /> : null}
      <span className={hit.kind === 'schema' ? `${classes.name} ${classes.code}` : classes.name}>
        <Highlight text={hit.name} ranges={ranges} />
      </span>
    </>
  );
}

/** What the server found: its name, why it matches, and whose it is. */
function Hit({ hit }: { hit: SearchHit }) {
  const reasons = reasonsBeside(hit);
  const isOwned = hit.kind === 'operation' || hit.kind === 'schema';
  return (
    <>
      <Name hit={hit} />
      <span className={classes.aside}>{reasons.length > 0 ? <Reasons why={reasons} of={hit.name} /> : hit.detail}</span>
      {isOwned ? <span className={classes.owner}>{hit.service}</span> : null}
    </>
  );
}

/** One line of the palette. */
export function ItemLine({ item: { hit, service, name, keys } }: { item: Item }) {
  if (hit) return <Hit hit={hit} />;
  return (
    <>
      {service ? <StateMark verdict={service.verdict} /> : null}
      <span className={classes.name}>{name}</span>
      {service ? <span className={classes.aside}>{[service.domain, service.team].filter(Boolean).join(' · ')}</span> : null}
      {keys ? <KeyHint keys={keys} /> : null}
    </>
  );
}
