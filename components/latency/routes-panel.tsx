'use client';

import { useState } from 'react';
import { Age } from '#components/ui/age.tsx';
import { formatIntervalMs, formatNumber } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { NotKnown, Quantity } from '#components/ui/quantity.tsx';
import { TableHead } from '#components/ui/table-head.tsx';
import type { Latency } from '#lib/model/latency.ts';
import classes from './latency.module.css';

const firstRows = 15;

/** Route by route, as far as the metrics tell them apart. */
export function RoutesPanel({ latency: { routes } }: { latency: Latency }) {
  const [shown, setShown] = useState(firstRows);
  return (
    <Panel title="Routes" aside={<span>now, slowest first</span>} flush>
      {routes.length === 0 ? (
        <p className={classes.nothing}>The metrics do not tell routes apart: no label such as route or path.</p>
      ) : (
        <table className="sb-table sb-cards sb-cards-dense">
          <TableHead words={['Route']} numbers={['p95', 'Rate', 'Failing', 'Last seen']} />
          <tbody>
            {routes.slice(0, shown).map(({ method, route, latencyMsP95, requestRate, errorRatio, seenAt }) => (
              <tr key={`${method} ${route}`}>
                <th scope="row" className={classes.route}>
                  <span className="sb-muted">{method}</span> {route}
                </th>
                <td className="sb-right sb-number" data-head="p95">
                  {latencyMsP95 ? formatIntervalMs(latencyMsP95) : <NotKnown />}
                </td>
                <td className="sb-right">
                  <Quantity value={requestRate} unit="/s" />
                </td>
                <td className="sb-right" data-label="failing">
                  <Quantity value={errorRatio} unit="%" />
                </td>
                <td className="sb-right">{seenAt ? <Age at={seenAt} /> : <NotKnown />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {routes.length > shown ? (
        <div className={classes.foot}>
          <button type="button" className="sb-button sb-button-small" onClick={() => setShown(routes.length)}>
            All {formatNumber(routes.length, 0)} routes
          </button>
        </div>
      ) : null}
    </Panel>
  );
}
