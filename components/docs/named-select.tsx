import { useState } from 'react';

interface NamedSelectProps {
  allowedValues: Iterable<unknown>;
  /** The library hands over its own lists. */
  value?: string | string[] | { toJS: () => string[] };
  onChange?: (value: string | string[]) => void;
  multiple?: boolean;
  allowEmptyValue?: boolean;
  disabled?: boolean;
  className?: string;
}

const plain = (value: NamedSelectProps['value']) => (typeof value === 'object' && 'toJS' in value ? value.toJS() : value);

/** A choice with a name; the library's own has none for those who hear the page. */
export function NamedSelect({ allowedValues, value, onChange, multiple = false, allowEmptyValue = true, disabled, className }: NamedSelectProps) {
  const [own, setOwn] = useState({ given: value, value: plain(value) || (multiple ? [''] : '') });
  if (own.given !== value) setOwn({ given: value, value: plain(value) ?? '' });
  return (
    <select
      aria-label="Value"
      className={className}
      multiple={multiple}
      disabled={disabled}
      value={own.value}
      onChange={({ currentTarget }) => {
        const next = multiple ? Array.from(currentTarget.selectedOptions, (option) => option.value) : currentTarget.value;
        setOwn({ given: value, value: next });
        onChange?.(next);
      }}
    >
      {allowEmptyValue ? <option value="">--</option> : null}
      {Array.from(allowedValues, String).map((text) => (
        <option key={text} value={text}>
          {text}
        </option>
      ))}
    </select>
  );
}
