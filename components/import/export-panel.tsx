'use client';

import { useEffect, useState } from 'react';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import classes from './import.module.css';

const scrape = (origin: string) => `scrape_configs:
  - job_name: signalbox
    http_sd_configs:
      - url: ${origin}/api/v1/http-sd
        authorization:
          type: Bearer
          credentials: <an API token of role guest>`;

/** The ways out: two files, and a list that Prometheus reads by itself. */
export function ExportPanel() {
  const [origin, setOrigin] = useState('https://signalbox.example.com');
  useEffect(() => setOrigin(window.location.origin), []);
  const text = scrape(origin);
  return (
    <Panel title="Take the catalog with you">
      <div className={classes.exports}>
        <div>
          <p className={classes.note}>Everything but the credentials. Importing either again changes nothing.</p>
          <div className={classes.buttons}>
            <a className="sb-button" href="/api/v1/export?format=signalbox" download="signalbox.yaml">
              Download Signalbox YAML
            </a>
            <a className="sb-button" href="/api/v1/export?format=backstage" download="catalog-info.yaml">
              Download catalog-info.yaml
            </a>
          </div>
        </div>
        <div>
          <p className={classes.note}>Prometheus scrapes every registered service when it asks Signalbox which there are:</p>
          <div className={classes.snippet}>
            <pre>{text}</pre>
            <CopyButton text={text} what="scrape configuration" />
          </div>
        </div>
      </div>
    </Panel>
  );
}
