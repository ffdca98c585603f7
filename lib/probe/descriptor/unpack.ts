import { unzipSync } from 'fflate';
import { AppError } from '#lib/errors.ts';
import { plainPath } from '#lib/model/descriptor/file.ts';
import { importLimits } from './limit.ts';

export interface Part {
  name: string;
  contentType: string;
  bytes: Uint8Array;
}

export interface Packed {
  path: string;
  bytes: Uint8Array;
}

const vendored = /(^|\/)(vendor|node_modules|bower_components|\.git|__MACOSX|\.terraform)(\/|$)/;
const wanted = /\.(ya?ml|json|csv|tsv|txt|graphql|proto)$/i;

export function isVendored(path: string): boolean {
  return vendored.test(path);
}

const isZip = ({ bytes }: Part) => bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
const tooLarge = (what: string) => new AppError('payload_too_large', what);

/** Unpacks a zip file. Sizes are counted before anything is unpacked, and again after: the directory of a zip may lie. */
function unzip(part: Part): Packed[] {
  let bytes = 0;
  let files = 0;
  const contents = (() => {
    try {
      return unzipSync(part.bytes, {
        filter({ name, originalSize }) {
          if (name.endsWith('/') || isVendored(name) || !wanted.test(name)) return false;
          files += 1;
          bytes += originalSize;
          if (files > importLimits.files) throw tooLarge(`${part.name} holds more than ${importLimits.files} files. Import it in pieces.`);
          if (bytes > importLimits.unpackedBytes)
            throw tooLarge(`${part.name} unpacks to more than ${importLimits.unpackedBytes} bytes. Import it in pieces.`);
          return true;
        },
      });
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      throw new AppError('unprocessable', `${part.name} is no zip file that can be read: it is damaged, encrypted or cut off.`, { cause });
    }
  })();
  return Object.entries(contents).flatMap(([name, content]) => {
    const path = plainPath(name);
    return path === null || path === '' ? [] : [{ path, bytes: content }];
  });
}

/** The files of an upload, those inside zips included; vendored ones are left out. */
export function unpack(parts: Part[]): Packed[] {
  const files = parts.flatMap((part) => (isZip(part) ? unzip(part) : packedOf(part)));
  const total = files.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  if (total > importLimits.unpackedBytes) throw tooLarge(`The upload holds more than ${importLimits.unpackedBytes} bytes. Import it in pieces.`);
  if (files.length > importLimits.files) throw tooLarge(`The upload holds more than ${importLimits.files} files. Import it in pieces.`);
  return files;
}

function packedOf({ name, bytes }: Part): Packed[] {
  const path = plainPath(name) || 'upload';
  return isVendored(path) ? [] : [{ path, bytes }];
}
