import type { SearchReason } from '#lib/model/search.ts';
import classes from './highlight.module.css';
import { cutAt, fieldWord, type Ranges } from './why.ts';

/** A text in which what matches is marked. */
export function Highlight({ text, ranges }: { text: string; ranges: Ranges }) {
  if (ranges.length === 0) return text;
  return cutAt(text, ranges).map(({ text: part, hit, at }) =>
    hit ? (
      <mark key={at} className={classes.hit}>
        {part}
      </mark>
    ) : (
      <span key={at}>{part}</span>
    ),
  );
}

/** Why something matches, where its line does not show it: `property refundId`. */
export function Reasons({ why, of }: { why: readonly SearchReason[]; of?: string }) {
  if (why.length === 0) return null;
  return (
    <span className={classes.reasons}>
      {why.slice(0, 2).map(({ field, text, ranges }) => (
        <span key={field + text} className={classes.reason}>
          {fieldWord[field]}{' '}
          <span className={classes.quote}>
            <Highlight text={text} ranges={ranges} />
          </span>
          {of && field === 'property' ? ` of ${of}` : null}
        </span>
      ))}
    </span>
  );
}
