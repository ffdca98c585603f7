import type { TLSSocket } from 'node:tls';

/** A certificate that the target shows and that cannot be trusted; the message is the reason in words. */
export class CertificateError extends Error {
  override name = 'CertificateError';
  readonly code = 'CERTIFICATE';
}

/** Expiry of the certificate shown on this socket, ms since the epoch. */
export function expiryOf(socket: TLSSocket): number | null {
  const expiresAtMs = Date.parse(socket.getPeerCertificate().valid_to ?? '');
  return Number.isNaN(expiresAtMs) ? null : expiresAtMs;
}

const dayOf = (text: string) => {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? 'an unknown day' : new Date(ms).toISOString().slice(0, 10);
};

function namesOf(socket: TLSSocket): string {
  const { subject, subjectaltname } = socket.getPeerCertificate();
  const names = (subjectaltname ?? '').split(', ').map((name) => name.replace(/^(DNS|IP Address):/, ''));
  const first = names.find((name) => name !== '') ?? String(subject?.CN ?? '');
  return /^[\w.*:-]{1,100}$/.test(first) ? first : 'another name';
}

/** Why a certificate was not accepted, in words. */
export function describeCertificate(socket: TLSSocket): string {
  const code = String(socket.authorizationError);
  const { valid_from, valid_to } = socket.getPeerCertificate();
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return `certificate expired on ${dayOf(valid_to)}`;
    case 'CERT_NOT_YET_VALID':
      return `certificate is valid only from ${dayOf(valid_from)}`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `certificate is for ${namesOf(socket)}`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return 'certificate is self-signed';
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return 'certificate is from an unknown authority';
    case 'CERT_REVOKED':
      return 'certificate is revoked';
    default:
      return `certificate is not valid (${code.slice(0, 60)})`;
  }
}
