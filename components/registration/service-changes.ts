import type { FormField, ServiceForm } from './service-form.ts';

/** The fields as they are kept now, but for those that somebody is changing here. */
export function mergeLive(values: ServiceForm, kept: ServiceForm, typed: ReadonlySet<FormField>): ServiceForm {
  const mine = Object.entries(values).filter(([field]) => typed.has(field as FormField));
  return { ...kept, ...Object.fromEntries(mine) };
}
