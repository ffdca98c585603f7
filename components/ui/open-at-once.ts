'use client';

import { useEffect, useRef, useState } from 'react';

/**
 * For what is loaded when its button is first pressed: takes the focus over from the button that stood there, then
 * opens, so that closing it gives the focus back to its own.
 */
export function useOpenAtOnce<Button extends HTMLElement>() {
  const button = useRef<Button>(null);
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    button.current?.focus();
    setOpened(true);
  }, []);
  return { button, opened, setOpened };
}
