'use client';

import { Fold } from './fold.tsx';
import { NumberField } from './form-fields.tsx';
import classes from './registration.module.css';
import type { FormHandle } from './use-service-form.ts';

/** What callers of this service shall do; the SDK reads it from here. */
export function PolicyFields({ form }: { form: FormHandle }) {
  const { timeoutSeconds, maxRetries, circuitBreakerThreshold, circuitBreakerTimeoutSeconds } = form.values;
  const summary = `time-out ${timeoutSeconds} s · ${maxRetries} retries · breaker opens after ${circuitBreakerThreshold} failures for ${circuitBreakerTimeoutSeconds} s`;
  return (
    <Fold
      title="Policy for callers"
      summary={summary}
      fields={['timeoutSeconds', 'maxRetries', 'retryDelaySeconds', 'circuitBreakerThreshold', 'circuitBreakerTimeoutSeconds']}
      faults={form.faults}
    >
      <p className={classes.note}>Services that call this one through the SDK take these as their own.</p>
      <div className={classes.three}>
        <NumberField form={form} field="timeoutSeconds" label="Time-out" unit="s" min={0.1} max={600} />
        <NumberField form={form} field="maxRetries" label="Retries" unit="" min={0} max={20} />
        <NumberField form={form} field="retryDelaySeconds" label="Delay between retries" unit="s" min={0} max={300} />
      </div>
      <div className={classes.three}>
        <NumberField form={form} field="circuitBreakerThreshold" label="Breaker opens after" unit="failures" min={1} max={1000} />
        <NumberField form={form} field="circuitBreakerTimeoutSeconds" label="Breaker stays open" unit="s" min={1} max={3600} />
      </div>
    </Fold>
  );
}

/** How often Signalbox looks. */
export function PollingFields({ form }: { form: FormHandle }) {
  return (
    <Fold title="Polling" summary={`every ${form.values.pollIntervalSeconds} s`} fields={['pollIntervalSeconds']} faults={form.faults}>
      <div className={classes.three}>
        <NumberField
          form={form}
          field="pollIntervalSeconds"
          label="Look every"
          unit="s"
          min={1}
          max={3600}
          hint="Three failed looks in a row make it down"
        />
      </div>
    </Fold>
  );
}
