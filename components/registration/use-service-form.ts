'use client';

import { useRef, useState } from 'react';
import type { Faults, FormField, ServiceForm } from './service-form.ts';

/** What every group of fields is given. */
export interface FormHandle {
  values: ServiceForm;
  faults: Faults;
  set: <F extends FormField>(field: F, value: ServiceForm[F]) => void;
}

export interface ServiceFormState extends FormHandle {
  /** Fields that somebody changed, so that nothing found later overwrites them. */
  typed: ReadonlySet<FormField>;
  setValues: (change: (values: ServiceForm) => ServiceForm) => void;
  setFaults: (faults: Faults) => void;
  reset: (values: ServiceForm) => void;
}

const without = (faults: Faults, field: FormField): Faults =>
  Object.fromEntries(Object.entries(faults).filter(([path]) => path !== field && !path.startsWith(`${field}.`)));

/** The state of a form. A fault goes as soon as its field is touched. */
export function useServiceForm(initial: ServiceForm): ServiceFormState {
  const [values, setValues] = useState(initial);
  const [faults, setFaults] = useState<Faults>({});
  const typed = useRef(new Set<FormField>());
  return {
    values,
    faults,
    typed: typed.current,
    set(field, value) {
      typed.current.add(field);
      setValues((before) => ({ ...before, [field]: value }));
      setFaults((before) => without(before, field));
    },
    setValues,
    setFaults,
    reset(next) {
      typed.current.clear();
      setValues(next);
      setFaults({});
    },
  };
}

/** Moves the focus to the first field with a fault, once its group has opened. */
export function focusFirstFault(): void {
  requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus()));
}
