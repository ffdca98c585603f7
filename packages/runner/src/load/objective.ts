/** When a rate is held: so many percent of the answers within so many ms, and no more failures than this share. */
export interface Objective {
  percent: number;
  ms: number;
  maxErrorRatio: number;
}

/** Reads `p99<=200ms`. Undefined where it is none. */
export function readObjective(text: string): Pick<Objective, 'percent' | 'ms'> | undefined {
  const found = /^p(\d{1,2}(?:\.\d+)?)\s*(?:<=|<|≤|=)\s*(\d+(?:\.\d+)?)\s*(ms|s)?$/i.exec(text.trim());
  if (!found) return undefined;
  const [percent, value] = [Number(found[1]), Number(found[2])];
  return percent > 0 && value > 0 ? { percent, ms: found[3]?.toLowerCase() === 's' ? value * 1000 : value } : undefined;
}

export const writeObjective = ({ percent, ms }: Pick<Objective, 'percent' | 'ms'>) => `p${percent} ≤ ${ms} ms`;
