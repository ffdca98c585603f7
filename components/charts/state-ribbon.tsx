'use client';

import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { formatClock, formatDay } from '#components/ui/format.ts';
import { HistoryStrip } from '#components/ui/history-strip.tsx';
import { useHydrated } from '#components/ui/now.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { verdictWord } from '#components/ui/verdict.ts';
import type { HealthStep } from '#lib/model/reading.ts';
import classes from './chart.module.css';

interface StateRibbonProps {
  /** Oldest first, evenly spaced. */
  steps: HealthStep[];
  stepSeconds: number;
  label: string;
  height?: number;
}

const counted = ['down', 'degraded', 'unknown', 'maintenance', 'up'] as const;

function describeStep(step: HealthStep): string {
  if (step.verdict === null) return 'not looked at';
  const looks = counted.filter((verdict) => step[verdict] > 0).map((verdict) => `${step[verdict]} ${verdictWord[verdict]}`);
  return looks.join(', ');
}

/** The health of one service over time. Pointer, finger and arrow keys read single steps. */
export function StateRibbon({ steps, stepSeconds, label, height = 32 }: StateRibbonProps) {
  const [at, setAt] = useState<number | null>(null);
  const hydrated = useHydrated();
  const last = steps.length - 1;
  const step = at === null ? null : steps[Math.min(at, last)];
  const spanOf = ({ at: from }: HealthStep) => `${formatDay(from)}, ${formatClock(from)}–${formatClock(Date.parse(from) + stepSeconds * 1000)}`;
  const point = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    setAt(Math.max(0, Math.min(last, Math.floor(((event.clientX - box.left) / box.width) * steps.length))));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -last, End: last };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    setAt(Math.max(0, Math.min(last, (at ?? last) + move)));
  };
  if (steps.length === 0) return null;
  return (
    <div>
      <div
        className={classes.ribbon}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={at ?? last}
        aria-valuetext={step ? `${hydrated ? spanOf(step) : ''} ${describeStep(step)}` : label}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setAt(null)}
        onBlur={() => setAt(null)}
        onKeyDown={onKeyDown}
      >
        <HistoryStrip steps={steps.map(({ verdict }) => verdict)} label={label} wide height={height} />
        {at === null ? null : <span className={classes.cursor} style={{ left: `${((at + 0.4) / steps.length) * 100}%` }} />}
      </div>
      <div className={classes.readout}>
        {step && hydrated ? <StepWords span={spanOf(step)} step={step} /> : <Ends steps={steps} hydrated={hydrated} />}
      </div>
    </div>
  );
}

function StepWords({ span, step }: { span: string; step: HealthStep }) {
  return (
    <span className={classes.step}>
      {step.verdict ? <StateMark key={step.at} verdict={step.verdict} size={12} /> : null}
      <span className="sb-number">{span}</span>
      <span>{describeStep(step)}</span>
    </span>
  );
}

function Ends({ steps, hydrated }: { steps: HealthStep[]; hydrated: boolean }) {
  const first = steps[0];
  const long = first && Date.parse(steps.at(-1)?.at ?? first.at) - Date.parse(first.at) > 2 * 86_400_000;
  return (
    <>
      <span className="sb-number">{hydrated && first ? (long ? formatDay(first.at) : formatClock(first.at)) : ' '}</span>
      <span>now</span>
    </>
  );
}
