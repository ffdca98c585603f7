import { IconChevronUp } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import classes from './nav.module.css';
import type { Viewer } from './viewer.ts';

export interface UserMenuProps {
  viewer: Viewer;
  folded?: boolean;
}

/** Who one is. */
export function UserButton({ viewer, folded = false, ...rest }: UserMenuProps & ComponentProps<'button'>) {
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-expanded={false}
      {...rest}
      className={classes.user}
      aria-label={folded ? `${viewer.name}, ${viewer.role}` : undefined}
      title={folded ? viewer.name : undefined}
    >
      <span className={classes.face} aria-hidden="true">
        {viewer.name.slice(0, 1).toUpperCase()}
      </span>
      {folded ? null : (
        <>
          <span className={classes.who}>
            <span className={classes.whoName}>{viewer.name}</span>
            <span className={classes.whoRole}>{viewer.role}</span>
          </span>
          <IconChevronUp size={14} stroke={1.75} className={classes.chevron} aria-hidden="true" />
        </>
      )}
    </button>
  );
}
