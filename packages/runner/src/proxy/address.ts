import { ProxyError } from './toxic.ts';

export interface Address {
  host: string;
  port: number;
}

/** `127.0.0.1:4001`, `[::1]:4001`, `:4001`, `http://127.0.0.1:4001`. */
export function readAddress(text: string, what: string): Address {
  const found = /^(?:http:\/\/)?(\[[^\]]+\]|[^:/]*):(\d{1,5})\/?$/.exec(text);
  const port = Number(found?.[2]);
  if (!found || port > 65_535) throw new ProxyError(400, `${what} must be host:port, not ${text}.`);
  return { host: found[1]?.replace(/^\[|\]$/g, '') || '127.0.0.1', port };
}

export const writeAddress = ({ host, port }: Address) => `${host.includes(':') ? `[${host}]` : host}:${port}`;
