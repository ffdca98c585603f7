import type { Severity } from '#lib/model/finding.ts';
import classes from './finding.module.css';
import { severityWord } from './severity.ts';

const color: Record<Severity, string> = {
  breaking: 'var(--sb-bad)',
  error: 'var(--sb-bad)',
  warning: 'var(--sb-warning)',
  info: 'var(--sb-muted)',
};

function Shape({ severity }: { severity: Severity }) {
  switch (severity) {
    case 'breaking':
      return <path d="M7 0.8 13.2 7 7 13.2 0.8 7Z" fill="currentColor" />;
    case 'error':
      return <path d="M3 3 11 11M11 3 3 11" fill="none" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />;
    case 'warning':
      return <path d="M7 2.2 12.2 11.4H1.8Z" fill="currentColor" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round" />;
    default:
      return (
        <>
          <circle cx="7" cy="7" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.4" />
          <circle cx="7" cy="7" r="1.4" fill="currentColor" />
        </>
      );
  }
}

/** The one mark of a severity: shape, word and colour. Without the word beside it the shape carries it as its label. */
export function SeverityMark({ severity, word, size = 12 }: { severity: Severity; word?: string | undefined; size?: number }) {
  const svg = { className: classes.shape, width: size, height: size, viewBox: '0 0 14 14', style: { color: color[severity] } };
  if (word === undefined)
    return (
      <svg role="img" aria-label={severityWord[severity]} {...svg}>
        <Shape severity={severity} />
      </svg>
    );
  return (
    <span className={classes.mark}>
      <svg aria-hidden="true" {...svg}>
        <Shape severity={severity} />
      </svg>
      <span>{word}</span>
    </span>
  );
}
