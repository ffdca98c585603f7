import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** What a column of bytes takes. */
export type Packed = Uint8Array<ArrayBuffer>;

const plainBytes = (bytes: Uint8Array): Packed => new Uint8Array(bytes);

/** Bytes or text as they are stored. Packing runs beside the event loop. */
export async function packText(text: string | Uint8Array): Promise<Packed> {
  return plainBytes(await pack(text, { level: 5 }));
}

export function packJson(value: unknown): Promise<Packed> {
  return packText(JSON.stringify(value));
}

export async function unpackBytes(packed: Uint8Array): Promise<Buffer> {
  return unpack(packed);
}

export async function unpackText(packed: Uint8Array): Promise<string> {
  return (await unpackBytes(packed)).toString('utf8');
}

export async function unpackJson<T>(packed: Uint8Array): Promise<T> {
  return JSON.parse(await unpackText(packed)) as T;
}
