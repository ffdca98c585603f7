import { formatCount } from '#components/ui/format.ts';
import type { Uploaded } from '#lib/client/upload.ts';
import type { Finding } from '#lib/model/finding.ts';
import classes from './upload.module.css';

const mostLines = 50;

/** Findings with their place and what to do about them. */
export function FindingLines({ findings }: { findings: Finding[] }) {
  return (
    <ul className={classes.findings}>
      {findings.slice(0, mostLines).map((finding) => (
        <li key={finding.fingerprint} className={classes.finding}>
          <span className={classes.place}>{finding.line ? `line ${finding.line}` : finding.pointer || 'document'}</span>
          <span>
            {finding.message}
            {finding.help ? <span className={classes.help}> {finding.help}</span> : null}
          </span>
        </li>
      ))}
      {findings.length > mostLines ? <li className={classes.finding}>and {findings.length - mostLines} more</li> : null}
    </ul>
  );
}

/** What the upload came to. */
export function Stored({ uploaded, onClose }: { uploaded: Uploaded; onClose: () => void }) {
  const { created, revision, findings } = uploaded;
  const violations = findings.filter(({ severity }) => severity === 'error');
  return (
    <div className={classes.form}>
      <p className={classes.stored} role="status">
        {created ? (
          <>
            <strong>Revision {revision.number} stored</strong>: {revision.title}
            {revision.version ? ` ${revision.version}` : ''}, {formatCount(revision.operations, 'operation')}, {revision.format}.
          </>
        ) : (
          <>
            <strong>Unchanged</strong>: this text is revision {revision.number} already, so no new one was made.
          </>
        )}
        {created && revision.breaking ? ` ${formatCount(revision.breaking, 'breaking change')}: see Changes.` : ''}
      </p>
      {violations.length > 0 ? (
        <>
          <p className={classes.refused}>It breaks its specification in {formatCount(violations.length, 'place')}, and was stored all the same.</p>
          <FindingLines findings={violations} />
        </>
      ) : null}
      <div className={classes.foot}>
        <button type="button" className="sb-button sb-button-primary" onClick={onClose}>
          Done
        </button>
      </div>
    </div>
  );
}
