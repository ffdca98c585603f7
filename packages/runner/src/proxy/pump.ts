import type { Duplex } from 'node:stream';
import type { Random } from '../random.ts';
import type { Toxic } from './toxic.ts';

export interface PumpOptions {
  source: Duplex;
  target: Duplex;
  /** The faults of this direction and connection, as they are now. */
  toxics: () => Toxic[];
  /** Resolves after so many ms, or as soon as the faults change. */
  wait: (ms: number) => Promise<void>;
  random: Random;
  /** A fault did something. */
  onHit: (toxic: Toxic) => void;
  /** Nothing more may pass. */
  stop: () => void;
}

interface Chunk {
  data: Buffer;
  atMs: number;
}

const mostWaiting = 1_000_000;
const forever = 2_147_483_647;

/** What came in and waits to be passed on. Reading stops while too much waits. */
function createQueue(source: Duplex) {
  const chunks: Chunk[] = [];
  let [bytes, isEnded] = [0, false];
  let wake: (() => void) | undefined;
  source.on('data', (data: Buffer) => {
    chunks.push({ data, atMs: performance.now() });
    bytes += data.length;
    if (bytes > mostWaiting) source.pause();
    wake?.();
  });
  const end = () => {
    isEnded = true;
    wake?.();
  };
  source.on('end', end);
  source.on('close', end);
  return async (): Promise<Chunk | null> => {
    while (chunks.length === 0 && !isEnded)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    const chunk = chunks.shift();
    bytes -= chunk?.data.length ?? 0;
    if (bytes < mostWaiting / 2) source.resume();
    return chunk ?? null;
  };
}

function slice(data: Buffer, size: number, variation: number, random: Random): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < data.length; ) {
    const length = Math.max(1, size + (variation > 0 ? random.whole(-variation, variation) : 0));
    pieces.push(data.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

/** Passes on what one side sends to the other, with the faults of the direction. */
export async function pump({ source, target, toxics, wait, random, onHit, stop }: PumpOptions): Promise<void> {
  const next = createQueue(source);
  const passed = new Map<string, number>();
  const find = (...types: Toxic['type'][]) => toxics().find(({ type }) => types.includes(type));

  async function write(data: Buffer): Promise<void> {
    if (target.destroyed || target.writableEnded || target.write(data)) return;
    await new Promise<void>((resolve) => {
      target.once('drain', resolve);
      target.once('close', resolve);
    });
  }

  /** What ends the connection later lets nothing pass until then. */
  async function hold(): Promise<void> {
    for (let toxic = find('timeout', 'reset_peer'); toxic && !source.destroyed; toxic = find('timeout', 'reset_peer')) {
      onHit(toxic);
      await wait(forever);
    }
  }

  async function delay(atMs: number): Promise<void> {
    for (const toxic of toxics().filter(({ type }) => type === 'latency')) {
      const { latency = 0, jitter = 0 } = toxic.attributes;
      onHit(toxic);
      const untilMs = atMs + latency + (random.next() * 2 - 1) * jitter;
      await wait(Math.max(0, untilMs - performance.now()));
    }
  }

  /** At the rate, a tenth of a second at a time. */
  async function writeSlowly(data: Buffer): Promise<void> {
    let rest = data;
    while (rest.length > 0) {
      const toxic = find('bandwidth');
      const rate = toxic?.attributes.rate ?? 0;
      if (!toxic) return write(rest);
      onHit(toxic);
      const piece = rest.subarray(0, Math.max(1, Math.floor(rate * 100)));
      await wait(rate > 0 ? piece.length / rate : forever);
      if (rate === 0 && find('bandwidth')) continue;
      await write(piece);
      rest = rest.subarray(piece.length);
    }
  }

  /** Undefined where nothing more may pass. */
  function withinLimit(data: Buffer): Buffer {
    const toxic = find('limit_data');
    if (!toxic) return data;
    const left = (toxic.attributes.bytes ?? 0) - (passed.get(toxic.name) ?? 0);
    passed.set(toxic.name, (passed.get(toxic.name) ?? 0) + data.length);
    if (data.length < left) return data;
    onHit(toxic);
    return data.subarray(0, Math.max(0, left));
  }

  function cut(data: Buffer, slicer: Toxic | undefined): Buffer[] {
    if (!slicer) return [data];
    onHit(slicer);
    return slice(data, slicer.attributes.average_size ?? 64, slicer.attributes.size_variation ?? 0, random);
  }

  /** False: nothing more may pass. */
  async function pass({ data, atMs }: Chunk): Promise<boolean> {
    await hold();
    await delay(atMs);
    const slicer = find('slicer');
    for (const piece of cut(data, slicer)) {
      await writeSlowly(withinLimit(piece));
      if (isFull()) return false;
      if (slicer?.attributes.delay) await wait(slicer.attributes.delay / 1000);
    }
    return true;
  }

  function isFull(): boolean {
    const toxic = find('limit_data');
    return toxic !== undefined && (passed.get(toxic.name) ?? 0) >= (toxic.attributes.bytes ?? 0);
  }

  for (let chunk = await next(); chunk !== null; chunk = await next()) if (!(await pass(chunk))) return stop();
  const slow = find('slow_close');
  if (slow) {
    onHit(slow);
    await wait(slow.attributes.delay ?? 0);
  }
  target.end();
}
