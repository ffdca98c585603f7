'use client';

import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { StateMark } from '#components/ui/state-mark.tsx';
import { verdicts, verdictWord } from '#components/ui/verdict.ts';
import type { Verdict } from '#lib/model/verdict.ts';
import { cellAt, drawShapes, layCells, stepCell } from './cell-layout.ts';
import classes from './strip.module.css';

const tokens: Record<Verdict, string> = {
  up: '--sb-ok',
  degraded: '--sb-warning',
  down: '--sb-bad',
  unknown: '--sb-stale',
  maintenance: '--sb-muted',
};

interface CellGroupProps {
  services: [string, Verdict][];
  size: number;
  label: string;
}

/** The cells of one domain on one canvas. Pointer and arrow keys name a service, click and Enter open it. */
export function CellGroup({ services, size, label }: CellGroupProps) {
  const router = useRouter();
  const { ref, width } = useElementSize();
  const [at, setAt] = useState<number | null>(null);
  const grid = layCells(services.length, width, size);
  const active = at === null ? null : Math.min(at, services.length - 1);
  const open = (index: number | null) => {
    const service = index === null ? undefined : services[index];
    if (service) router.push(`/services/${service[0]}`);
  };
  const indexOf = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return cellAt(event.clientX - box.left, event.clientY - box.top, services.length, grid, size);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') open(active ?? 0);
    const next = stepCell(event.key, active ?? -1, services.length, grid.columns);
    if (next === null) return;
    event.preventDefault();
    setAt(next);
  };
  const current = services[active ?? 0];
  return (
    <div
      ref={ref}
      className={classes.cells}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={services.length - 1}
      aria-valuenow={active ?? 0}
      aria-valuetext={current ? `${current[0]}, ${verdictWord[current[1]]}` : ''}
      style={{ height: width === 0 ? size : grid.height }}
      data-pointed={active !== null || undefined}
      onPointerMove={(event) => setAt(indexOf(event))}
      onPointerLeave={() => setAt(null)}
      onClick={() => open(active)}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && setAt(0)}
      onBlur={() => setAt(null)}
      onKeyDown={onKeyDown}
    >
      <Cells services={services} width={width} size={size} />
      {active !== null && current ? <Pointed service={current} index={active} {...{ size, width, columns: grid.columns }} /> : null}
    </div>
  );
}

function Cells({ services, width, size }: { services: [string, Verdict][]; width: number; size: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme('dark');
  const grid = useMemo(() => layCells(services.length, width, size), [services.length, width, size]);
  useLayoutEffect(() => {
    const element = canvas.current;
    if (element && width > 0) paint(element, services, width, size, scheme);
  }, [services, width, size, scheme]);
  return <canvas ref={canvas} className={classes.canvas} style={{ width, height: grid.height }} />;
}

function paint(canvas: HTMLCanvasElement, services: [string, Verdict][], width: number, size: number, scheme: string): void {
  const grid = layCells(services.length, width, size);
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(grid.height * ratio);
  canvas.dataset.scheme = scheme;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(ratio, ratio);
  const style = getComputedStyle(canvas);
  const shapes = drawShapes(services, grid, size);
  for (const verdict of verdicts) {
    const { fill, stroke, dash, lineWidth } = shapes[verdict];
    const ink = style.getPropertyValue(tokens[verdict]);
    context.fillStyle = ink;
    context.fill(fill);
    if (lineWidth === 0) continue;
    context.strokeStyle = ink;
    context.lineWidth = lineWidth;
    context.setLineDash(dash);
    context.stroke(stroke);
  }
}

interface PointedProps {
  service: [string, Verdict];
  index: number;
  size: number;
  width: number;
  columns: number;
}

/** The frame around a cell and its name beside it. */
function Pointed({ service: [name, verdict], index, size, width, columns }: PointedProps) {
  const x = (index % columns) * size;
  const y = Math.floor(index / columns) * size;
  const side = x < width / 2 ? { left: x } : { right: width - x - size };
  return (
    <>
      <span className={classes.frame} style={{ left: x, top: y, width: size, height: size }} />
      <span className={classes.tag} style={{ ...side, top: y + size + 4 }}>
        <StateMark key={name} verdict={verdict} size={12} />
        <strong>{name}</strong>
        <span className="sb-muted">{verdictWord[verdict]}</span>
      </span>
    </>
  );
}
