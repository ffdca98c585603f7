import { CopyButton } from '#components/ui/copy-button.tsx';
import classes from './source.module.css';

/** Questions in PromQL, to be asked elsewhere too. */
export function QueryList({ queries }: { queries: readonly { what: string; query: string }[] }) {
  return (
    <ul className={classes.queries}>
      {queries.map(({ what, query }) => (
        <li key={what} className={classes.query}>
          <span>{what}</span>
          <code>{query}</code>
          <CopyButton text={query} what={`the query for ${what}`} />
        </li>
      ))}
    </ul>
  );
}
