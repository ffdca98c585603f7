import { formatMs, formatNumber, formatRate, formatRatio, none } from './format.ts';

interface QuantityProps {
  /** `%` takes a share 0–1, `ms` milliseconds. */
  value: number | null;
  unit: '/s' | 'ms' | '%' | 's' | (string & {});
  digits?: number;
}

function formatQuantity({ value, unit, digits }: QuantityProps): string {
  if (value === null) return none;
  if (digits !== undefined) return unit === '%' ? `${formatNumber(value * 100, digits)} %` : join(formatNumber(value, digits), unit);
  if (unit === '/s') return formatRate(value);
  if (unit === '%') return formatRatio(value);
  if (unit === 'ms') return formatMs(value);
  return join(formatNumber(value), unit);
}

const join = (number: string, unit: string) => (unit.startsWith('/') || unit === '' ? number + unit : `${number} ${unit}`);

/** A number with its unit, in tabular figures. */
export function Quantity(props: QuantityProps) {
  if (props.value === null) return <NotKnown />;
  return <span className="sb-number">{formatQuantity(props)}</span>;
}

/** The dash that stands where a value is not known. */
export function NotKnown() {
  return (
    <span className="sb-muted">
      <span aria-hidden="true">{none}</span>
      <span className="sb-hidden">not known</span>
    </span>
  );
}
