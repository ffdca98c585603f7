import { formatCount } from '#components/ui/format.ts';
import classes from './document.module.css';
import type { IndexOutput } from './outputs.ts';

const maxText = 1200;
const cut = (text: string) => (text.length > maxText ? `${text.slice(0, maxText).trimEnd()} …` : text);

/** What the document says of itself, while no operation is open. */
export function AboutDocument({ document }: { document: IndexOutput }) {
  const { index } = document;
  const tags = index.tags.filter(({ description }) => description);
  return (
    <section className={classes.about} aria-label="About this document">
      <p className={classes.lead}>
        {formatCount(index.operations.length, 'operation')}, {formatCount(index.schemas.length, 'schema')}. Choose an operation to read it, see how it
        does now and try it.
      </p>
      <p className={classes.hint}>
        <kbd>j</kbd> and <kbd>k</kbd> move, <kbd>Enter</kbd> opens, <kbd>/</kbd> filters.
      </p>
      {index.description ? <p className={classes.description}>{cut(index.description)}</p> : null}
      {index.servers.length > 0 ? (
        <dl className={classes.pairs}>
          <dt>{index.servers.length === 1 ? 'Server' : 'Servers'} it names</dt>
          {index.servers.slice(0, 8).map((server) => (
            <dd key={server}>
              <code>{server}</code>
            </dd>
          ))}
        </dl>
      ) : null}
      {tags.length > 0 ? (
        <dl className={classes.tagList}>
          {tags.slice(0, 12).map(({ name, description }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{cut(description ?? '')}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </section>
  );
}
