import { memo } from 'react';
import { verdictColor } from '#components/ui/verdict.ts';
import type { DrawnNode } from '#lib/model/graph/fold.ts';
import classes from './canvas.module.css';
import { type ageStepOf, radiusOf } from './node-look.ts';

const middle = 18;

/** An arc of a circle around the middle, from a share of the turn on, clockwise from the top. */
function arcOf(radius: number, from: number, share: number): string {
  const at = (turn: number) => {
    const angle = 2 * Math.PI * turn - Math.PI / 2;
    return `${(middle + radius * Math.cos(angle)).toFixed(2)} ${(middle + radius * Math.sin(angle)).toFixed(2)}`;
  };
  const whole = Math.min(share, 0.9999);
  return `M${at(from)}A${radius} ${radius} 0 ${whole > 0.5 ? 1 : 0} 1 ${at(from + whole)}`;
}

/** The rim by the state, in the shapes of StateMark. */
function Rim({ verdict, radius }: { verdict: DrawnNode['verdict']; radius: number }) {
  const color = verdict ? verdictColor[verdict] : 'var(--sb-line-strong)';
  const round = { cx: middle, cy: middle, r: radius, fill: 'none', stroke: color };
  const turn = 2 * Math.PI * radius;
  switch (verdict) {
    case 'down':
      return <circle {...round} strokeWidth="3" strokeDasharray={`${turn * 0.73} ${turn * 0.27}`} transform={`rotate(-12 ${middle} ${middle})`} />;
    case 'degraded': {
      const [top, side] = [radius * 1.3, radius * 1.15];
      const path = `M${middle} ${middle - top}L${middle + side} ${middle + radius * 0.8}H${middle - side}Z`;
      return <path d={path} fill="none" stroke={color} strokeWidth="2.4" strokeLinejoin="round" />;
    }
    case 'maintenance':
      return (
        <rect x={middle - radius} y={middle - radius} width={2 * radius} height={2 * radius} rx="2" fill="none" stroke={color} strokeWidth="1.8" />
      );
    case 'unknown':
      return <circle {...round} strokeWidth="1.8" strokeDasharray={`${turn / 16} ${turn / 16}`} />;
    default:
      return <circle {...round} strokeWidth="1.8" />;
  }
}

interface NodeDiscProps {
  node: Pick<DrawnNode, 'verdict' | 'requestRate' | 'errorRatio' | 'clientErrorRatio' | 'incidents'>;
  /** 0: fresh, 1: older than a minute, 2: older than five. */
  age: ReturnType<typeof ageStepOf>;
}

/** How a node does: area by the logarithm of its requests, rim by its state, an arc for its errors, a badge where an incident begins, a tick for the age of what is known. */
export const NodeDisc = memo(function NodeDisc({ node, age }: NodeDiscProps) {
  const radius = radiusOf(node.requestRate);
  const [errors, clientErrors] = [shareShown(node.errorRatio), shareShown(node.clientErrorRatio)];
  const inner = Math.max(2.5, radius - 2.5);
  return (
    <svg className={classes.disc} width={2 * middle} height={2 * middle} viewBox={`0 0 ${2 * middle} ${2 * middle}`} aria-hidden="true">
      <circle cx={middle} cy={middle} r={radius + 4} className={classes.discGround} />
      <circle cx={middle} cy={middle} r={radius} className={classes.discFill} />
      {errors > 0 ? <path d={arcOf(inner, 0, errors)} className={classes.arc} /> : null}
      {clientErrors > 0 ? <path d={arcOf(inner, errors, Math.min(clientErrors, 1 - errors))} className={classes.arcClient} /> : null}
      <Rim verdict={node.verdict} radius={radius + 1.5} />
      {node.incidents > 0 ? (
        <>
          <path d="M8 0.5 15.5 8 8 15.5 0.5 8Z" className={classes.badge} />
          <path d="M8 4V8.6M8 10V12" className={classes.badgeMark} />
        </>
      ) : null}
      {age === 0 ? null : <path d="M27 2H34V9Z" className={classes.tick} data-old={age === 2 || undefined} />}
    </svg>
  );
});

/** Less than a twentieth of the turn could not be seen. */
const shareShown = (ratio: number | null) => (ratio === null || ratio <= 0.0005 ? 0 : Math.max(0.05, ratio));
