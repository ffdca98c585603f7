import { formatClockSeconds, formatDay } from '#components/ui/format.ts';
import classes from './chart.module.css';
import { formatValue } from './chart-data.ts';
import type { TimeSeries, Unit } from './series.ts';

interface PlotTooltipProps {
  series: TimeSeries[];
  unit: Unit;
  /** Given by the plot: whether something is pointed at, and its time in ms. */
  active?: boolean;
  label?: string | number;
}

/** Every series at one time. */
export function PlotTooltip({ series, unit, active, label }: PlotTooltipProps) {
  const at = Number(label);
  if (!active || !Number.isFinite(at)) return null;
  return (
    <div className={classes.tooltip}>
      <div className={classes.tooltipTime}>
        {formatDay(at)}, {formatClockSeconds(at)}
      </div>
      {series.map(({ key, label: name, tone = 'ink', points, unit: own }) => (
        <div key={key} className={classes.tooltipRow}>
          <span className={classes.labelName}>
            <span className={classes.swatch} data-tone={tone} />
            {name}
          </span>
          <span className="sb-number">{formatValue(points.find((point) => Date.parse(point.at) === at)?.value ?? null, own ?? unit)}</span>
        </div>
      ))}
    </div>
  );
}
