import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

const cost = { N: 32_768, r: 8, p: 1 };
const keyBytes = 32;
const maxCost = 1 << 20;
const decoy = `scrypt$${cost.N}$${cost.r}$${cost.p}$${Buffer.alloc(16).toString('base64url')}$${Buffer.alloc(keyBytes).toString('base64url')}`;

function derive(password: string, salt: Buffer, length: number, { N, r, p }: typeof cost): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** `scrypt$N$r$p$salt$key`: the text says how it was made. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, keyBytes, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether a password fits; the same work is done when there is no hash to fit. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const kept = hash === null ? null : parseHash(hash);
  const { salt, key, parameters } = kept ?? (parseHash(decoy) as ParsedHash);
  const given = await derive(password, salt, key.length, parameters);
  return timingSafeEqual(given, key) && kept !== null;
}

interface ParsedHash {
  salt: Buffer;
  key: Buffer;
  parameters: typeof cost;
}

function parseHash(hash: string): ParsedHash | null {
  const match = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([\w-]{16,128})\$([\w-]{16,128})$/.exec(hash);
  if (!match) return null;
  const [N, r, p] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (N > maxCost || N < 2 || (N & (N - 1)) !== 0 || r < 1 || p < 1) return null;
  return { salt: Buffer.from(match[4] ?? '', 'base64url'), key: Buffer.from(match[5] ?? '', 'base64url'), parameters: { N, r, p } };
}
