import { isIP, type LookupFunction, connect as openTcp, type Socket } from 'node:net';
import { createSecureContext, getCACertificates, connect as openTls, type SecureContext, TLSSocket } from 'node:tls';
import type { buildConnector } from 'undici';
import { type Address, parseAddress } from './address.ts';
import { CertificateError, describeCertificate, expiryOf } from './certificate.ts';
import { type Destination, denyDestination, judgeAddress, type OutboundPolicy } from './outbound.ts';
import { plainHost } from './outbound-list.ts';
import { type Resolve, resolveAllowed } from './resolve.ts';

export interface ConnectOptions {
  resolve: Resolve;
  timeoutMs: number;
  /** PEM of further authorities to trust. */
  ca?: string | undefined;
  onCertificate: (origin: string, expiresAtMs: number | null) => void;
}

/** Node calls a lookup for names only; it is given what was resolved and checked before. */
const lookupIn = (addresses: Address[]): LookupFunction => {
  const found = addresses.map((address) => ({ address: address.toString(), family: address.kind() === 'ipv4' ? 4 : 6 }));
  return (_host, options, callback) => {
    const first = found[0];
    if (options.all || !first) callback(null, found);
    else callback(null, first.address, first.family);
  };
};

const wide = { highWaterMark: 65_536 };

function open(protocol: string, to: Destination, addresses: Address[], secureContext: SecureContext): Socket | TLSSocket {
  const tcp = { host: to.host, port: to.port, lookup: lookupIn(addresses), autoSelectFamily: true, noDelay: true, keepAlive: true };
  if (protocol !== 'https:') return openTcp({ ...tcp, ...wide });
  // The certificate is judged in `refuseSocket`, before a byte is sent: a refusal here would hide its dates.
  return openTls({
    ...tcp,
    secureContext,
    servername: isIP(to.host) ? '' : to.host,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: false,
  });
}

const isTls = (socket: Socket | TLSSocket): socket is TLSSocket => socket instanceof TLSSocket;

/** What speaks against a socket that has just been connected; null if it may be used. */
function refuseSocket(policy: OutboundPolicy, to: Destination, socket: Socket | TLSSocket): Error | null {
  const remote = parseAddress(socket.remoteAddress ?? '');
  if (remote === null) return Object.assign(new Error('closed'), { code: 'ECONNRESET' });
  const rule = judgeAddress(policy, to, remote);
  if (rule !== null) return denyDestination(policy, to, rule);
  return isTls(socket) && !socket.authorized ? new CertificateError(describeCertificate(socket)) : null;
}

function hand(policy: OutboundPolicy, to: Destination, socket: Socket | TLSSocket, options: ConnectOptions, done: buildConnector.Callback): void {
  let isDone = false;
  const end = (error: Error | null) => {
    if (isDone) return;
    isDone = true;
    clearTimeout(timer);
    if (error === null) return done(null, socket);
    socket.destroy();
    done(error, null);
  };
  const timer = setTimeout(() => end(Object.assign(new Error('connect'), { code: 'ETIMEDOUT' })), options.timeoutMs);
  socket.on('error', end);
  socket.once('close', () => end(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
  socket.once(isTls(socket) ? 'secureConnect' : 'connect', () => {
    if (isTls(socket)) options.onCertificate(to.origin, expiryOf(socket));
    end(refuseSocket(policy, to, socket));
  });
}

/** Opens sockets for undici: every address is checked before the connection, and the socket's own once more after it. */
export function createConnector(policy: OutboundPolicy, options: ConnectOptions): buildConnector.connector {
  const trusted = createSecureContext(options.ca === undefined ? {} : { ca: [...getCACertificates('default'), options.ca] });
  return ({ protocol, hostname, host, port }, done) => {
    const to = { origin: `${protocol}//${host ?? hostname}`, host: plainHost(hostname), port: Number(port || (protocol === 'https:' ? 443 : 80)) };
    resolveAllowed(policy, to, options.resolve).then(
      (addresses) => hand(policy, to, open(protocol, to, addresses, trusted), options, done),
      (error) => done(error, null),
    );
  };
}
