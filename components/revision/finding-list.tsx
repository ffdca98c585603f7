'use client';

import Link from 'next/link';
import { useState } from 'react';
import { formatNumber } from '#components/ui/format.ts';
import type { Finding, Severity } from '#lib/model/finding.ts';
import row from './finding.module.css';
import { useFindingDesk } from './finding-desk.ts';
import { type FindingGroup, tellApart } from './finding-groups.ts';
import { FindingRow } from './finding-row.tsx';
import classes from './group.module.css';
import { Prose } from './prose.tsx';
import { countSeverities, severities } from './severity.ts';
import { SeverityMark } from './severity-mark.tsx';

const groupsAtOnce = 40;
const rowsAtOnce = 20;
/** So many of the worst findings show their evidence at once. */
const opened = 3;

interface MoreProps {
  left: number;
  one: string;
  onMore: () => void;
}

function More({ left, one, onMore }: MoreProps) {
  return (
    <button type="button" className={classes.more} onClick={onMore}>
      Show {formatNumber(left, 0)} more {left === 1 ? one : `${one}s`}
    </button>
  );
}

/** What all of several findings say alike; null where they differ. */
function sharedMessage(findings: readonly Finding[]): string | null {
  const [first] = findings;
  return first && findings.length > 1 && findings.every(({ message }) => message === first.message) ? first.message : null;
}

/** An operation that is gone has no page to lead to. */
const isGone = ({ id }: Finding) => /^(operation|webhook|channel)\.removed/.test(id);

/** A method apart from its path, where the name is the key of an operation. */
function GroupName({ name, whole }: { name: string | null; whole: string }) {
  if (name === null) return <span>{whole}</span>;
  const [method, ...rest] = name.split(' ');
  if (rest.length === 0) return <code>{name}</code>;
  return (
    <code>
      <b>{method}</b> {rest.join(' ')}
    </code>
  );
}

interface GroupProps {
  group: FindingGroup;
  whole: string;
  hrefOf: FindingListProps['hrefOf'];
  of: string | undefined;
  startsOpen: (fingerprint: string) => boolean;
}

function Group({ group, whole, hrefOf, of, startsOpen }: GroupProps) {
  const { pointed } = useFindingDesk();
  const { name, findings } = group;
  const place = findings.findIndex(({ fingerprint }) => fingerprint === pointed);
  const [rows, setRows] = useState(Math.max(rowsAtOnce, place + 1));
  const counts = countSeverities(findings);
  const href = name === null || findings.some(isGone) ? undefined : hrefOf?.(name);
  const shared = sharedMessage(findings);
  return (
    <section className={classes.group} aria-label={[name ?? whole, of].filter(Boolean).join(', ')}>
      <h3 className={classes.groupHead}>
        <span className={classes.groupName}>
          <GroupName name={name} whole={whole} />
        </span>
        {href ? (
          <Link className={classes.groupLink} href={href} prefetch={false}>
            Open <span className="sb-hidden">{name}</span>
          </Link>
        ) : null}
        {shared ? (
          <span className={classes.groupMessage}>
            <Prose text={shared} />
          </span>
        ) : null}
        <span className={classes.groupCounts}>
          {severities.map((severity) =>
            counts[severity] > 0 ? <SeverityMark key={severity} severity={severity} word={formatNumber(counts[severity], 0)} size={10} /> : null,
          )}
        </span>
      </h3>
      <ul className={row.rows}>
        {findings.slice(0, rows).map((finding) => (
          <FindingRow
            key={finding.fingerprint}
            finding={finding}
            startsOpen={startsOpen(finding.fingerprint)}
            place={shared === null ? undefined : tellApart(finding, name)}
          />
        ))}
      </ul>
      {findings.length > rows ? <More left={findings.length - rows} one="finding" onMore={() => setRows(rows + 5 * rowsAtOnce)} /> : null}
    </section>
  );
}

interface FindingListProps {
  groups: FindingGroup[];
  /** What a group without a name is called. */
  whole: string;
  /** Where the name of a group leads. */
  hrefOf?: ((name: string) => string | undefined) | undefined;
  /** The first few of this severity show their evidence at once. */
  opens?: Severity;
  /** Tells the groups of this list from those of others beside it. */
  of?: string;
}

/** Findings in groups, worst first. */
export function FindingList({ groups, whole, hrefOf, opens = 'breaking', of }: FindingListProps) {
  const { pointed } = useFindingDesk();
  const place = groups.findIndex(({ findings }) => findings.some(({ fingerprint }) => fingerprint === pointed));
  const [shown, setShown] = useState(Math.max(groupsAtOnce, place + 1));
  const first = new Set(
    groups
      .flatMap(({ findings }) => findings)
      .filter(({ severity }) => severity === opens)
      .slice(0, opened)
      .map(({ fingerprint }) => fingerprint),
  );
  return (
    <div className={classes.groups}>
      {groups.slice(0, shown).map((group) => (
        <Group key={group.key} {...{ group, whole, hrefOf, of }} startsOpen={(fingerprint) => first.has(fingerprint)} />
      ))}
      {groups.length > shown ? <More left={groups.length - shown} one="group" onMore={() => setShown(shown + groupsAtOnce)} /> : null}
    </div>
  );
}
