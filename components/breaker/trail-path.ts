interface Box {
  width: number;
  height: number;
}

const round = (value: number) => Math.round(value * 10) / 10;

/**
 * Values in even steps as paths within a box, from zero at the bottom; null breaks the line. The top is the greatest value or,
 * where there is one, the threshold with some air above it, so that both can be compared at sight.
 */
export function layTrail(values: readonly (number | null)[], threshold: number | null, { width, height }: Box) {
  const greatest = Math.max(0, ...values.map((value) => value ?? 0));
  const top = Math.max(greatest, threshold === null ? 0 : threshold * 1.25) || 1;
  const y = (value: number) => round(height - 1 - (value / top) * (height - 2));
  const x = (index: number) => round(((index + 0.5) / values.length) * width);
  let [line, dots] = ['', ''];
  values.forEach((value, index) => {
    if (value === null) return;
    const joinsLeft = (values[index - 1] ?? null) !== null;
    const joinsRight = (values[index + 1] ?? null) !== null;
    if (joinsLeft || joinsRight) line += `${joinsLeft ? 'L' : 'M'}${x(index)} ${y(value)}`;
    else dots += `M${x(index)} ${y(value)}h0`;
  });
  return { line, dots, thresholdY: threshold === null ? null : y(threshold), top };
}
