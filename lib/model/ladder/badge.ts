import { type LadderLevel, ladderLevels, ladderTitles } from '../ladder.ts';

/** What a badge says: a level, that there is none, that nobody judged yet, or that there is no such badge. */
export type BadgeState = { kind: 'judged'; level: LadderLevel | null } | { kind: 'unjudged' } | { kind: 'missing' };

const height = 20;
const padding = 7;
const bar = { width: 3, gap: 2, lowest: 3, rise: 2, ground: 15 };
const barsWidth = ladderLevels.length * (bar.width + bar.gap) - bar.gap;
const charWidth = 6.4;
const colours = { ground: '#0b0f14', raised: '#1f2833', ink: '#e6edf3', lit: '#7ff2d8', unlit: '#737c84' };

const widthOf = (text: string) => Math.round(text.length * charWidth);

function wordsOf(state: BadgeState): { short: string; long: string; level: LadderLevel | null } {
  if (state.kind === 'missing') return { short: 'not found', long: 'there is no such badge', level: null };
  if (state.kind === 'unjudged') return { short: 'not judged', long: 'not judged yet', level: null };
  const { level } = state;
  if (level === null) return { short: 'no level', long: 'no level of the validation ladder yet', level };
  return { short: `level ${level}`, long: `level ${level} of ${ladderLevels.at(-1)}: ${ladderTitles[level]}`, level };
}

/** One bar for each level, as stairs: those that are held are filled. */
function drawBars(held: LadderLevel | null, left: number): string {
  return ladderLevels
    .map((level, at) => {
      const [x, tall] = [left + at * (bar.width + bar.gap), bar.lowest + at * bar.rise];
      const isHeld = held !== null && level <= held;
      const look = isHeld ? `fill="${colours.lit}"` : `fill="none" stroke="${colours.unlit}" stroke-width="0.8"`;
      return `<rect x="${x}" y="${bar.ground - tall}" width="${bar.width}" height="${tall}" ${look}/>`;
    })
    .join('');
}

const drawText = (text: string, left: number) =>
  `<text x="${left}" y="14" textLength="${widthOf(text)}" lengthAdjust="spacingAndGlyphs">${text}</text>`;

/** A picture that needs nothing beside it: name, level in words, and the level as a shape. */
export function drawBadge(state: BadgeState): string {
  const { short, long, level } = wordsOf(state);
  const name = 'signalbox';
  const split = widthOf(name) + 2 * padding;
  const textLeft = split + padding + barsWidth + padding;
  const width = textLeft + widthOf(short) + padding;
  const title = `${name} | ${long}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${height}" rx="4" fill="${colours.raised}"/>`,
    `<path d="M4 0H${split}V${height}H4a4 4 0 0 1-4-4V4a4 4 0 0 1 4-4z" fill="${colours.ground}"/>`,
    drawBars(level, split + padding),
    `<g fill="${colours.ink}" font-family="Inter,Verdana,'DejaVu Sans',sans-serif" font-size="11">`,
    `${drawText(name, padding)}${drawText(short, textLeft)}</g>`,
    '</svg>',
  ].join('');
}
