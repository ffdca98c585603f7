export interface Spark {
  /** Path of every run of two or more values. */
  line: string;
  /** Path of values that stand alone. */
  dots: string;
  /** Where the newest value stands; null where it is not known. */
  last: { x: number; y: number } | null;
}

const margin = 2.5;
const round = (value: number) => Math.round(value * 10) / 10;

/** Lays values out in a box, from zero at the bottom to the greatest at the top; null breaks the line. */
export function drawSparkline(values: (number | null)[], width: number, height: number): Spark {
  const top = Math.max(0, ...values.map((value) => value ?? 0));
  const step = values.length > 1 ? (width - 2 * margin) / (values.length - 1) : 0;
  const place = (value: number, index: number) => ({
    x: round(values.length > 1 ? margin + index * step : width - margin),
    y: round(height - margin - (top === 0 ? 0 : (Math.max(0, value) / top) * (height - 2 * margin))),
  });
  let line = '';
  let dots = '';
  values.forEach((value, index) => {
    if (value === null) return;
    const { x, y } = place(value, index);
    const joinsLeft = (values[index - 1] ?? null) !== null;
    const joinsRight = (values[index + 1] ?? null) !== null;
    if (joinsLeft || joinsRight) line += `${joinsLeft ? 'L' : 'M'}${x} ${y}`;
    else dots += `M${x} ${y}h0`;
  });
  const newest = values.at(-1) ?? null;
  return { line, dots, last: newest === null ? null : place(newest, values.length - 1) };
}
