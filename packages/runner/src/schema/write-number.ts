import type { Random } from '../random.ts';
import type { Flat } from './flat.ts';
import { NoSample, type Writing } from './writing.ts';

const span = 1000;

/** A number between the bounds, on the step; whole where that is possible, for decimals are rarely stored as they are sent. */
export function writeNumber({ number, text }: Flat, type: string, { random, size }: Writing): number {
  const isWhole = type === 'integer';
  const step = isWhole && !Number.isInteger(number.step) ? Math.max(1, Math.ceil(number.step)) : number.step || (isWhole ? 1 : 0);
  const [low, high] = bounds(number, step, text.format);
  if (low > high) throw new NoSample();
  const bound = size === 'some' && random.isLucky(0.4) ? atBound(number, step, random) : undefined;
  if (bound !== undefined) return bound;
  if (step > 0) return onStep(low, high, step, size === 'least' ? 0 : random.next());
  if (Math.ceil(low) <= Math.floor(high)) return random.whole(Math.ceil(low), Math.floor(high));
  const value = low + (high - low) * (0.25 + random.next() / 2);
  const short = Number(value.toFixed(4));
  return short >= low && short <= high ? short : value;
}

/** The least or most that is allowed; without bounds what lies at the edge of what services expect. */
function atBound({ min, max, above, below }: Flat['number'], step: number, random: Random): number | undefined {
  const gap = step || 0.01;
  const own = [min, max, above + gap, below - gap].filter(Number.isFinite);
  const fits = (value: number) => value >= min && value <= max && value > above && value < below && Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  return random.shuffle(own.length > 0 ? own : [0, -1, 1]).find((value) => fits(value) && (step === 0 || Number.isInteger(value / step)));
}

function bounds({ min, max, above, below }: Flat['number'], step: number, format: string | undefined): [number, number] {
  const gap = step || 1e-6;
  const least = above > -Infinity && above >= min ? above + gap : min;
  const most = below < Infinity && below <= max ? below - gap : max;
  const widest = format === 'int32' ? 2_147_483_647 : Number.MAX_SAFE_INTEGER;
  if (least === -Infinity && most === Infinity) return [1, span];
  if (least === -Infinity) return [Math.max(-widest, most - span), most];
  return [least, Math.min(most, least + span, Math.max(widest, least))];
}

function onStep(low: number, high: number, step: number, part: number): number {
  const [first, last] = [Math.ceil(low / step), Math.floor(high / step)];
  if (first > last) throw new NoSample();
  const count = last - first + 1;
  const start = Math.floor(part * count);
  // 5.3 is a multiple of 0.05, but 5.3 / 0.05 is not whole: readers that look at nothing else refuse it.
  for (let index = 0; index < Math.min(count, 50); index++) {
    const value = Number(((first + ((start + index) % count)) * step).toPrecision(12));
    if (Number.isInteger(value / step)) return value;
  }
  return Number(((first + start) * step).toPrecision(12));
}
