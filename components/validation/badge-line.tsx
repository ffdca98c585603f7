'use client';

import { CopyButton } from '#components/ui/copy-button.tsx';
import { levelWord } from '#components/ui/level.ts';
import { useOrigin } from '#components/ui/use-origin.ts';
import type { LadderLevel } from '#lib/model/ladder.ts';
import classes from './ladder.module.css';
import { badgeMarkdown } from './ladder-words.ts';

interface BadgeLineProps {
  name: string;
  level: LadderLevel | null;
  badgePath: string;
}

/** The badge as others see it, and the line that puts it into a README. */
export function BadgeLine({ name, level, badgePath }: BadgeLineProps) {
  const markdown = badgeMarkdown(name, useOrigin(), badgePath);
  return (
    <div className={classes.badge}>
      {/* biome-ignore lint/performance/noImgElement: an SVG of a few hundred bytes, which the optimiser would not take */}
      <img
        className={classes.badgeImage}
        src={`${badgePath}${badgePath.includes('?') ? '&' : '?'}level=${level}`}
        alt={`Badge: ${levelWord(level)}`}
        height={20}
      />
      <code className={classes.markdown}>{markdown}</code>
      <CopyButton text={markdown} what="Markdown of the badge" />
      <p className={classes.badgeNote}>For a README. Whoever has its address sees the level without signing in, and nothing else.</p>
    </div>
  );
}
