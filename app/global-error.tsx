'use client';

import './globals.css';
import './controls.css';
import { Fault } from '#components/ui/fault.tsx';
import { Fault as PageFault } from '#lib/client/fault.ts';
import classes from './outside.module.css';

interface GlobalErrorProps {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function GlobalError({ error, reset }: GlobalErrorProps) {
  const fault = new PageFault({ code: 'internal', message: error.message, traceId: error.digest ?? null, details: null, status: 500 });
  return (
    <html lang="en" data-mantine-color-scheme="dark">
      <body>
        <title>Signalbox failed</title>
        <main className={classes.outside}>
          <Fault error={fault} what="Signalbox" onRetry={reset} />
        </main>
      </body>
    </html>
  );
}
