'use client';

import { useQuery } from '@tanstack/react-query';
import { Age } from '#components/ui/age.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { Fault } from '#components/ui/fault.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { SkeletonBlock } from '#components/ui/skeletons.tsx';
import { orpc } from '#lib/client/client.ts';
import type { Complaint } from '#lib/model/doctor.ts';
import type { MetricsDoctor } from '#lib/model/gauge-view.ts';
import type { Service } from '#lib/model/service.ts';
import classes from './doctor.module.css';
import { kindWords, severityWords, signalWords } from './doctor-words.ts';
import { explainNoGauges } from './saturation-words.ts';

/** Shape, word and colour: a filled triangle, an empty one, a ring. */
function SeverityMark({ severity }: { severity: Complaint['severity'] }) {
  return (
    <span className={classes.severity} data-severity={severity}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        {severity === 'hint' ? (
          <circle cx="7" cy="7" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.8" />
        ) : (
          <path
            d="M7 2.2 12.2 11.4H1.8Z"
            fill={severity === 'error' ? 'currentColor' : 'none'}
            stroke="currentColor"
            strokeWidth="1.6"
            strokeLinejoin="round"
          />
        )}
      </svg>
      {severityWords[severity]}
    </span>
  );
}

function ComplaintRow({ complaint }: { complaint: Complaint }) {
  const { severity, kind, text, why, fix } = complaint;
  return (
    <li className={classes.complaint}>
      <div className={classes.kind}>
        <SeverityMark severity={severity} />
        <span className="sb-muted">{kindWords[kind]}</span>
      </div>
      <div className={classes.words}>
        <p className={classes.text}>{text}</p>
        <p className={classes.why}>{why}</p>
        <div className={classes.fix}>
          <code>{fix}</code>
          <CopyButton text={fix} what="fix" />
        </div>
      </div>
    </li>
  );
}

function Recognised({ recognised }: Pick<MetricsDoctor, 'recognised'>) {
  return (
    <Panel title="Recognised" aside={recognised.length} flush>
      {recognised.length === 0 ? (
        <p className={classes.none}>No family of these metrics is of a dialect that is known.</p>
      ) : (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Signal</th>
                <th scope="col">Dialect</th>
                <th scope="col">Series</th>
              </tr>
            </thead>
            <tbody>
              {recognised.map(({ signal, dialect, series }) => (
                <tr key={`${signal} ${dialect} ${series}`}>
                  <td>{signalWords(signal)}</td>
                  <td>{dialect}</td>
                  <td>
                    <code>{series}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function Verdict({ doctor }: { doctor: MetricsDoctor }) {
  return (
    <>
      <span className={classes.score}>{doctor.score} of 100</span>
      {doctor.place === '' ? null : <span>{doctor.place}</span>}
      {doctor.at ? <Age at={doctor.at} prefix="read" /> : null}
    </>
  );
}

/** The tab "Metrics": what of a service's metrics is recognised, what is not, and the line that mends it. */
export function MetricsTab({ service }: { service: Service }) {
  const { data, error, refetch } = useQuery(orpc.service.metricsDoctor.queryOptions({ input: { name: service.name } }));
  if (!data)
    return error ? <Fault error={error} what="The metrics could not be examined" onRetry={() => refetch()} /> : <SkeletonBlock height={480} />;
  if (data.score === null) {
    const none = explainNoGauges(service, data);
    return (
      <Panel title="Metrics">
        <Empty title={none.title} text={none.text} />
      </Panel>
    );
  }
  return (
    <div className={classes.tab}>
      <Panel title="Doctor" aside={<Verdict doctor={data} />} flush>
        {data.complaints.length === 0 ? (
          <p className={classes.none}>Everything that these metrics export is recognised, and nothing contradicts itself.</p>
        ) : (
          <ul className={classes.complaints}>
            {data.complaints.map((complaint) => (
              <ComplaintRow key={`${complaint.code} ${complaint.series} ${complaint.text}`} complaint={complaint} />
            ))}
          </ul>
        )}
      </Panel>
      <Recognised recognised={data.recognised} />
    </div>
  );
}
