'use client';

import { NumberInput } from '@mantine/core';
import { formatObjective } from '#components/ui/format.ts';
import { mostThresholdMs, objectivePercentiles } from '#lib/model/latency/choice.ts';
import { Fold } from './fold.tsx';
import { ChoiceField } from './form-fields.tsx';
import classes from './registration.module.css';
import type { ObjectiveForm } from './service-form.ts';
import type { FormHandle } from './use-service-form.ts';

const choices = [{ value: 'none', label: 'None' }, ...objectivePercentiles.map((one) => ({ value: `${one}`, label: `p${one}` }))];

const summaryOf = (objective: ObjectiveForm | null) => {
  if (!objective) return 'none';
  const { percentile, thresholdMs } = objective;
  return thresholdMs === '' ? `p${percentile}` : formatObjective({ percentile, thresholdMs });
};

/** What the latency of this service shall keep to. */
export function ObjectiveFields({ form }: { form: FormHandle }) {
  const objective = form.values.latencyObjective;
  const choose = (value: string) => {
    const percentile = objectivePercentiles.find((one) => `${one}` === value);
    form.set('latencyObjective', percentile === undefined ? null : { percentile, thresholdMs: objective?.thresholdMs ?? 300 });
  };
  return (
    <Fold title="Latency objective" summary={summaryOf(objective)} fields={['latencyObjective']} faults={form.faults}>
      <p className={classes.note}>
        So many of a hundred requests shall be answered within the threshold. The Latency tab draws it and says how much of its budget is spent.
      </p>
      <div className={classes.two}>
        <ChoiceField label="Percentile" value={`${objective?.percentile ?? 'none'}`} options={choices} onChange={choose} />
        {objective ? (
          <NumberInput
            label="Threshold"
            description="Best a bound of the service’s histogram: only there it can be judged exactly"
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            suffix=" ms"
            hideControls
            allowNegative={false}
            max={mostThresholdMs}
            clampBehavior="none"
            value={objective.thresholdMs}
            error={form.faults['latencyObjective.thresholdMs'] ?? form.faults.latencyObjective}
            onChange={(value) => form.set('latencyObjective', { ...objective, thresholdMs: typeof value === 'number' ? value : '' })}
          />
        ) : null}
      </div>
    </Fold>
  );
}
