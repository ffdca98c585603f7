'use client';

import { Switch } from '@mantine/core';
import { Fold } from './fold.tsx';
import { ListField, NumberField } from './form-fields.tsx';
import classes from './registration.module.css';
import type { FormHandle } from './use-service-form.ts';

/** What callers of this service shall do; the SDK reads it from here. */
export function PolicyFields({ form }: { form: FormHandle }) {
  const { timeoutSeconds, maxRetries, circuitBreakerThreshold, circuitBreakerTimeoutSeconds } = form.values;
  const summary = `time-out ${timeoutSeconds} s · ${maxRetries} ${Number(maxRetries) === 1 ? 'retry' : 'retries'} · breaker opens after ${circuitBreakerThreshold} failures for ${circuitBreakerTimeoutSeconds} s`;
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

/** What people may do from this service's documentation. */
export function TryFields({ form }: { form: FormHandle }) {
  const { tryWrites } = form.values;
  return (
    <Fold title="Try it out" summary={tryWrites ? 'every method' : 'GET and HEAD only'} fields={['tryWrites']} faults={form.faults}>
      <Switch
        label="Allow trying operations other than GET and HEAD from the documentation"
        checked={tryWrites}
        onChange={(event) => form.set('tryWrites', event.currentTarget.checked)}
      />
      <p className={classes.note}>Calls go through Signalbox, with the credentials stored here, and may change data of this service.</p>
    </Fold>
  );
}

/** Where the service runs, when that is more than one place. */
export function InstanceFields({ form }: { form: FormHandle }) {
  const { instances } = form.values;
  const summary = instances.length === 0 ? 'one, at the base URL' : `${instances.length} ${instances.length === 1 ? 'address' : 'addresses'}`;
  return (
    <Fold title="Instances" summary={summary} fields={['instances']} faults={form.faults}>
      <ListField
        form={form}
        field="instances"
        label="Address of each instance"
        hint="Base URLs. Health and metrics are asked of each of them, and added up. Leave it empty where the service runs once."
      />
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
