import { CopyButton } from '#components/ui/copy-button.tsx';
import type { Finding } from '#lib/model/finding.ts';
import { type Exchange, writeRequest, writeResponse } from './exchange-words.ts';
import classes from './seen.module.css';

/** What the document says against what a run saw. */
export function Against({ finding: { declared, actual } }: { finding: Finding }) {
  if (declared === undefined && actual === undefined) return null;
  return (
    <dl className={classes.against}>
      {declared === undefined ? null : (
        <div>
          <dt>Declared</dt>
          <dd>{declared}</dd>
        </div>
      )}
      {actual === undefined ? null : (
        <div>
          <dt>Actual</dt>
          <dd>{actual}</dd>
        </div>
      )}
    </dl>
  );
}

/** How to see it again: the request as a curl line, and the raw exchange, folded. */
export function Again({ finding: { curl, exchange } }: { finding: Finding }) {
  return (
    <>
      {curl === undefined ? null : (
        <div className={classes.command}>
          <pre>{curl}</pre>
          <CopyButton text={curl} what="curl line" />
        </div>
      )}
      {exchange === undefined ? null : <Raw exchange={exchange} />}
    </>
  );
}

function Raw({ exchange }: { exchange: Exchange }) {
  return (
    <details className={classes.exchange}>
      <summary>Raw exchange</summary>
      <div className={classes.messages}>
        <Message title="Request" text={writeRequest(exchange)} />
        <Message title="Response" text={writeResponse(exchange)} />
      </div>
    </details>
  );
}

function Message({ title, text }: { title: string; text: string }) {
  return (
    <div className={classes.message}>
      <div className={classes.messageHead}>
        <span>{title}</span>
        <CopyButton text={text} what={`the ${title.toLowerCase()}`} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long message is scrolled with the arrow keys */}
      <section className={classes.text} tabIndex={0} aria-label={title}>
        <pre>{text}</pre>
      </section>
    </div>
  );
}
