import { CopyButton } from '#components/ui/copy-button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { useOrigin } from '#components/ui/use-origin.ts';
import type { Service } from '#lib/model/service.ts';
import classes from './runs.module.css';
import { StartRun } from './start-run.tsx';

/** Stands where no run has been made: what one is, and the two ways to the first. */
export function NoRuns({ service, mayRun, onStart }: { service: Service; mayRun: boolean; onStart: () => void }) {
  const { name, baseUrl } = service;
  const origin = useOrigin();
  const command = `SIGNALBOX_URL=${origin} SIGNALBOX_TOKEN=… \\\n  npx signalbox contract ${baseUrl ?? 'http://localhost:8080'} --report-to ${name}`;
  return (
    <Panel title="Runs" flush>
      <div className={classes.none}>
        <p className={classes.noneText}>
          A run tests {name} and keeps what it saw: a contract run holds its answers against its document; resilience, load, chaos and end-to-end runs
          prove the rest. None has been made yet.
        </p>
        <div className={classes.ways}>
          <div className={classes.way}>
            <h3>From here</h3>
            <StartRun {...{ service, mayRun, onStart }} isUnderWay={false} isPrimary />
          </div>
          <div className={classes.way}>
            <h3>From a laptop or CI</h3>
            <p>Sends everything that the document declares, and pushes the result. Needs an API token of somebody who may edit {name}.</p>
            <div className={classes.command}>
              <pre>{command}</pre>
              <CopyButton text={command} what="command" />
            </div>
          </div>
        </div>
      </div>
    </Panel>
  );
}
