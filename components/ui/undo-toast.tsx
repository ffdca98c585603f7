'use client';

import { notifications } from '@mantine/notifications';
import classes from './undo-toast.module.css';

const stayMs = 8000;

/** Says what was done and offers to take it back for a while. */
export function tellUndoable(message: string, undo: () => void): void {
  const id = `undo-${Date.now()}`;
  const takeBack = () => {
    notifications.hide(id);
    undo();
  };
  notifications.show({
    id,
    autoClose: stayMs,
    message: (
      <span className={classes.line}>
        <span>{message}</span>
        <button type="button" className="sb-button sb-button-small" onClick={takeBack}>
          Undo
        </button>
      </span>
    ),
  });
}
