import { IconChevronRight } from '@tabler/icons-react';
import { memo } from 'react';
import { formatNumber } from '#components/ui/format.ts';
import classes from './list.module.css';
import { MethodMark } from './method-mark.tsx';
import type { EntryRow, GroupRow } from './operation-rows.ts';
import { onPlainClick } from './use-document-state.ts';

export const groupHeight = 36;
export const entryHeight = 48;

interface GroupLineProps {
  row: GroupRow;
  start: number;
  onFold: (id: string) => void;
}

/** The heading of a group, which folds it away. */
export const GroupLine = memo(function GroupLine({ row, start, onFold }: GroupLineProps) {
  return (
    <li className={classes.line} style={{ height: groupHeight, transform: `translateY(${start}px)` }}>
      <button type="button" className={classes.group} aria-expanded={!row.folded} onClick={() => onFold(row.id)}>
        <IconChevronRight size={12} stroke={2} className={classes.chevron} aria-hidden="true" />
        <span className={classes.groupTitle}>{row.title}</span>
        <span className={classes.groupCount}>{formatNumber(row.count, 0)}</span>
      </button>
    </li>
  );
});

interface EntryLineProps {
  row: EntryRow;
  start: number;
  href: string;
  open: boolean;
  /** The one line that the Tab key reaches. */
  current: boolean;
  onOpen: (key: string) => void;
  /** Somebody is about to open it; with its place where it has the focus. */
  onIntent: (key: string, focused?: number) => void;
}

/** One operation of the list: method, path, summary. */
export const EntryLine = memo(function EntryLine({ row, start, href, open, current, onOpen, onIntent }: EntryLineProps) {
  const { entry } = row;
  const { key, method, path, summary, operationId, deprecated } = entry;
  const below = summary ?? operationId ?? '';
  return (
    <li className={classes.line} style={{ height: entryHeight, transform: `translateY(${start}px)` }} data-index={row.index}>
      <a
        className={classes.entry}
        href={href}
        tabIndex={current ? 0 : -1}
        aria-current={open ? 'true' : undefined}
        onClick={onPlainClick(() => onOpen(key))}
        onPointerEnter={() => onIntent(key)}
        onFocus={() => onIntent(key, row.index)}
      >
        <span className={classes.first}>
          <MethodMark method={method} short />
          <span className={classes.path} data-deprecated={deprecated || undefined}>
            {path}
          </span>
        </span>
        {deprecated || below ? (
          <span className={classes.second}>
            {deprecated ? <span className={classes.deprecated}>deprecated</span> : null}
            <span className={classes.summary}>{below}</span>
          </span>
        ) : null}
      </a>
    </li>
  );
});
