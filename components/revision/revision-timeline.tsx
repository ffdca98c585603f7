'use client';

import { Age } from '#components/ui/age.tsx';
import { formatCount, formatNumber } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import type { Revision } from '#lib/model/document.ts';
import { SeverityMark } from './severity-mark.tsx';
import classes from './timeline.module.css';

const sourceWord: Record<Revision['source'], string> = { fetched: 'fetched', uploaded: 'uploaded', imported: 'imported' };

function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${formatNumber(bytes / 1000)} kB`;
  return `${formatNumber(bytes / 1_000_000)} MB`;
}

/** What a revision changed against the one before it. */
function Changed({ revision, isFirst }: { revision: Revision; isFirst: boolean }) {
  const { breaking, warnings, infos } = revision;
  if (isFirst) return <span>first revision</span>;
  if (breaking === null) return <span>not compared yet</span>;
  if (breaking + (warnings ?? 0) + (infos ?? 0) === 0) return <span>nothing that callers notice</span>;
  return (
    <>
      {breaking > 0 ? <SeverityMark severity="breaking" word={`${formatNumber(breaking, 0)} breaking`} size={10} /> : null}
      {warnings ? <SeverityMark severity="warning" word={formatCount(warnings, 'warning')} size={10} /> : null}
      {infos ? <SeverityMark severity="info" word={`${formatNumber(infos, 0)} other`} size={10} /> : null}
    </>
  );
}

interface EntryProps {
  revision: Revision;
  isCurrent: boolean;
  isFirst: boolean;
  role: 'from' | 'to' | null;
  onChoose: () => void;
}

function Entry({ revision, isCurrent, isFirst, role, onChoose }: EntryProps) {
  const { number, version, format, source, sourceName, by, at, sizeBytes, operations } = revision;
  return (
    <li className={classes.entry} data-side={role ?? undefined}>
      <button type="button" className={classes.button} aria-current={role === 'to' ? 'true' : undefined} onClick={onChoose}>
        <span className={classes.first}>
          <span className={classes.name}>
            <span className="sb-hidden">Revision </span>
            {number}
            {version === null ? null : <span className={classes.version}>{version}</span>}
          </span>
          {role ? <span className="sb-tag">{role}</span> : null}
          {isCurrent ? <span className={classes.current}>current</span> : null}
          <span className={classes.age}>
            <Age at={at} />
          </span>
        </span>
        <span className={classes.counts}>
          <Changed revision={revision} isFirst={isFirst} />
        </span>
        <span className={classes.origin} title={sourceName ?? undefined}>
          {sourceWord[source]}
          {by === null ? (sourceName === null ? '' : ` from ${sourceName}`) : ` by ${by}`}
        </span>
        <span className={classes.origin}>
          {format} · {formatCount(operations, 'operation')} · {formatSize(sizeBytes)}
        </span>
      </button>
    </li>
  );
}

interface RevisionTimelineProps {
  revisions: Revision[];
  total: number;
  from: number | null;
  to: number | null;
  onChoose: (revision: Revision) => void;
  /** Asks for older ones; null where there are none. */
  onMore: (() => void) | null;
}

/** Every revision, newest first; choosing one shows what it changed. */
export function RevisionTimeline({ revisions, total, from, to, onChoose, onMore }: RevisionTimelineProps) {
  const roleOf = (number: number) => (number === to ? 'to' : number === from ? 'from' : null);
  const isCurrent = (revision: Revision) => revisions.find(({ kind }) => kind === revision.kind) === revision;
  const isFirst = (revision: Revision) =>
    onMore === null && revision.comparedWith === null && revisions.findLast(({ kind }) => kind === revision.kind) === revision;
  return (
    <Panel title="Revisions" aside={<span className="sb-number">{formatNumber(total, 0)}</span>} flush>
      <ol className={classes.timeline}>
        {revisions.map((revision) => (
          <Entry
            key={revision.number}
            revision={revision}
            isCurrent={isCurrent(revision)}
            isFirst={isFirst(revision)}
            role={roleOf(revision.number)}
            onChoose={() => onChoose(revision)}
          />
        ))}
      </ol>
      {onMore ? (
        <button type="button" className={classes.more} onClick={onMore}>
          Older revisions
        </button>
      ) : null}
    </Panel>
  );
}
