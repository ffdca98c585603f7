'use client';

import { Autocomplete, NumberInput, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useId } from 'react';
import { completeUrl } from './base-url.ts';
import classes from './registration.module.css';
import type { NumberField as NumberName } from './service-form.ts';
import { slugify } from './service-name.ts';
import type { FormHandle } from './use-service-form.ts';

interface FieldProps<F> {
  form: FormHandle;
  field: F;
  label: string;
  hint?: string;
}

type TextName = 'name' | 'displayName' | 'description';

/** Fields of a registration are no sign-in: password managers and spell checkers stay out. */
const plain = { autoComplete: 'off', spellCheck: false, 'data-1p-ignore': true, 'data-lpignore': true } as const;

export function TextField({ form, field, label, hint }: FieldProps<Exclude<TextName, 'description'>>) {
  return (
    <TextInput
      {...plain}
      label={label}
      description={hint}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      value={form.values[field]}
      error={form.faults[field]}
      onChange={(event) => form.set(field, event.currentTarget.value)}
    />
  );
}

export function LongTextField({ form, field, label }: FieldProps<'description'>) {
  return (
    <Textarea
      label={label}
      rows={2}
      maxLength={4000}
      value={form.values[field]}
      error={form.faults[field]}
      onChange={(event) => form.set(field, event.currentTarget.value)}
    />
  );
}

interface NumberFieldProps extends FieldProps<NumberName> {
  unit: string;
  min: number;
  max: number;
}

export function NumberField({ form, field, label, hint, unit, min, max }: NumberFieldProps) {
  const whole = field !== 'timeoutSeconds' && field !== 'retryDelaySeconds' && field !== 'circuitBreakerTimeoutSeconds';
  return (
    <NumberInput
      label={label}
      description={hint}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      suffix={unit === '' ? '' : ` ${unit}`}
      hideControls
      allowNegative={false}
      allowDecimal={!whole}
      min={min}
      max={max}
      clampBehavior="none"
      value={form.values[field]}
      error={form.faults[field]}
      onChange={(value) => form.set(field, typeof value === 'number' ? value : '')}
    />
  );
}

interface GroupFieldProps extends FieldProps<'team' | 'domain' | 'system'> {
  known: string[];
}

/** A name that others may share: what is known is offered, what is new is made. */
export function GroupField({ form, field, label, hint, known }: GroupFieldProps) {
  const value = form.values[field];
  return (
    <Autocomplete
      {...plain}
      label={label}
      description={hint}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      placeholder="none"
      data={known}
      value={value ?? ''}
      error={form.faults[field]}
      onChange={(text) => form.set(field, text === '' ? null : text)}
      onBlur={() => value !== null && value !== slugify(value) && form.set(field, slugify(value) || null)}
    />
  );
}

/** What is typed splits as it is typed; what is pasted splits here. */
const splitPasted = (names: string[]) => [
  ...new Set(
    names
      .flatMap((name) => name.split(/[,;\n]+/))
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
];

export function ListField({ form, field, label, hint }: FieldProps<'instances' | 'tags' | 'datastores' | 'publishes' | 'subscribes'>) {
  const fault = form.faults[field] ?? Object.entries(form.faults).find(([path]) => path.startsWith(`${field}.`))?.[1];
  return (
    <TagsInput
      {...plain}
      label={label}
      description={hint}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      placeholder={form.values[field].length === 0 ? 'none' : ''}
      splitChars={[',', ';']}
      value={[...form.values[field]]}
      error={fault}
      onChange={(names) => form.set(field, field === 'instances' ? splitPasted(names).map(completeUrl) : splitPasted(names))}
    />
  );
}

interface ChoiceFieldProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
  hint?: string;
}

/** One of a few. */
export function ChoiceField<T extends string>({ label, value, options, onChange, hint }: ChoiceFieldProps<T>) {
  const name = useId();
  return (
    <fieldset className={classes.choice}>
      <legend className={classes.label}>{label}</legend>
      <div className={classes.options}>
        {options.map((option) => (
          <label key={option.value} className={classes.option}>
            <input type="radio" className="sb-hidden" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
            {option.label}
          </label>
        ))}
      </div>
      {hint ? <span className={classes.hint}>{hint}</span> : null}
    </fieldset>
  );
}
