'use client';

import Link from 'next/link';
import { formatIntervalMs, formatMs } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { NotKnown, Quantity } from '#components/ui/quantity.tsx';
import type { Latency } from '#lib/model/latency.ts';
import type { IntervalMs } from '#lib/model/service.ts';
import classes from './latency.module.css';
import wire from './wire.module.css';

type Caller = Latency['wire'][number];

/** What callers wait beyond what the service itself takes: network, proxies, queues and connections. */
export function WirePanel({ latency: { wire: callers, now }, service }: { latency: Latency; service: string }) {
  const server = now?.p95 ?? null;
  const ends = [...callers.map(({ client }) => client), server].flatMap((one) => (one ? [one.high ?? one.low * 1.5] : []));
  const top = Math.max(...ends, 1);
  return (
    <Panel title="On the wire" aside={<span>p95 as callers see it, minus p95 as {service} says · now</span>} flush>
      {callers.length === 0 ? (
        <p className={classes.nothing}>
          Not known: no caller’s metrics, and no proxy’s, tell of calls to {service}. The Signalbox SDK, OpenTelemetry’s HTTP client, Istio, Linkerd
          and others do.
        </p>
      ) : (
        <>
          <table className="sb-table sb-cards sb-cards-dense">
            <thead>
              <tr>
                <th scope="col">Caller</th>
                <th scope="col" className="sb-right">
                  Calls
                </th>
                <th scope="col" className="sb-right">
                  <span className={wire.key} data-key="client" /> It sees
                </th>
                <th scope="col" className="sb-right">
                  <span className={wire.key} data-key="server" /> Service says
                </th>
                <th scope="col" className="sb-right">
                  <span className={wire.key} data-key="between" /> On the wire
                </th>
                <th scope="col" className={wire.wide}>
                  {ends.length === 0 ? null : `From 0 to ${formatMs(top)}`}
                </th>
              </tr>
            </thead>
            <tbody>
              {callers.map((caller) => (
                <CallerRow key={`${caller.caller} ${caller.source}`} {...{ caller, server, top }} />
              ))}
            </tbody>
          </table>
          <p className={wire.note}>
            Two histograms subtracted as intervals: the difference of two percentiles, not the percentile of differences. The service counts the calls
            of all its callers.
          </p>
        </>
      )}
    </Panel>
  );
}

function CallerRow({ caller, server, top }: { caller: Caller; server: IntervalMs | null; top: number }) {
  return (
    <tr>
      <th scope="row">
        {caller.registered ? (
          <Link href={`/services/${caller.caller}?tab=latency`} prefetch={false}>
            {caller.caller}
          </Link>
        ) : (
          caller.caller
        )}
        <span className={wire.source}>
          {caller.source}
          {caller.firstByte ? ' · to the first byte only' : ''}
        </span>
      </th>
      <td className="sb-right">
        <Quantity value={caller.requestRate} unit="/s" />
      </td>
      <td className="sb-right sb-number" data-head="sees">
        {caller.client ? formatIntervalMs(caller.client) : <NotKnown />}
      </td>
      <td className="sb-right sb-number" data-head="service says">
        {server ? formatIntervalMs(server) : <NotKnown />}
      </td>
      <td className="sb-right sb-number" data-head="on the wire">
        {caller.wire ? <strong>{formatIntervalMs(caller.wire)}</strong> : <Unknown {...{ caller, server }} />}
      </td>
      <td className={wire.wide}>
        <Bands {...{ caller, server, top }} />
      </td>
    </tr>
  );
}

function Unknown({ caller, server }: { caller: Caller; server: IntervalMs | null }) {
  const missing = caller.client
    ? server
      ? null
      : 'the service exports no histogram, or nothing now'
    : 'the caller’s side exports no histogram, or nothing now';
  return (
    <span className="sb-muted" title={missing ?? undefined}>
      not known
      <span className="sb-hidden">: {missing}</span>
    </span>
  );
}

const placeOf = ({ low, high }: IntervalMs, top: number) => ({
  left: `${(low / top) * 100}%`,
  width: `${Math.max(0.6, (((high ?? top) - low) / top) * 100)}%`,
});

/** Above what the caller sees, below what the service says; between them what the wire may have taken. */
function Bands({ caller: { client, wire: between }, server, top }: { caller: Caller; server: IntervalMs | null; top: number }) {
  return (
    <span className={wire.bands} aria-hidden="true">
      {client ? <span className={wire.client} style={placeOf(client, top)} data-open={client.high === null || undefined} /> : null}
      {server ? <span className={wire.server} style={placeOf(server, top)} data-open={server.high === null || undefined} /> : null}
      {between ? <span className={wire.between} style={placeOf(between, top)} data-open={between.high === null || undefined} /> : null}
    </span>
  );
}
