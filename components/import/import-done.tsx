import Link from 'next/link';
import { formatNumber } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import type { ImportResult } from '#lib/model/descriptor/import.ts';
import classes from './import.module.css';

const namesAtOnce = 40;

function Names({ title, names }: { title: string; names: string[] }) {
  if (names.length === 0) return null;
  return (
    <div>
      <h3 className={classes.small}>{title}</h3>
      <p className={classes.names}>
        {names.slice(0, namesAtOnce).map((name) => (
          <Link key={name} href={`/services/${name}`} prefetch={false}>
            {name}
          </Link>
        ))}
        {names.length > namesAtOnce ? <span className="sb-muted">and {formatNumber(names.length - namesAtOnce, 0)} more</span> : null}
      </p>
    </div>
  );
}

function wordsOf({ created, changed, same, documents }: ImportResult): string {
  if (created.length + changed.length + documents === 0) return `${formatNumber(same, 0)} already as they should be`;
  const parts = [`${formatNumber(created.length, 0)} new`, `${formatNumber(changed.length, 0)} changed`, `${formatNumber(same, 0)} as they were`];
  return documents === 0 ? parts.join(', ') : `${parts.join(', ')}, ${formatNumber(documents, 0)} documents`;
}

/** What an import did. */
export function ImportDone({ result, onMore }: { result: ImportResult; onMore: () => void }) {
  const { created, changed, rejected } = result;
  return (
    <Panel title="Imported">
      <div className={classes.done}>
        <p className={classes.sum} role="status">
          {wordsOf(result)}
        </p>
        {rejected.length > 0 ? (
          <p className={classes.note}>
            {formatNumber(rejected.length, 0)} {rejected.length === 1 ? 'entry was' : 'entries were'} rejected and can be imported again once
            corrected.
          </p>
        ) : null}
        <Names title="New" names={created} />
        <Names title="Changed" names={changed} />
        <div className={classes.buttons}>
          <Link className="sb-button sb-button-primary" href="/services">
            Open the catalog
          </Link>
          <button type="button" className="sb-button" onClick={onMore}>
            Import more
          </button>
        </div>
      </div>
    </Panel>
  );
}
