'use client';

import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useState } from 'react';
import { Fault } from '#components/ui/fault.tsx';
import { orpc } from '#lib/client/client.ts';
import { fieldMessages } from '#lib/client/fault.ts';
import type { Discovery } from '#lib/model/discovery.ts';
import { BaseUrlField } from './base-url-field.tsx';
import { DetailFolds } from './detail-folds.tsx';
import { LongTextField, TextField } from './form-fields.tsx';
import { FoundBox } from './found-box.tsx';
import { NameField } from './name-field.tsx';
import classes from './registration.module.css';
import { emptyForm, fillIn, findFaults, registrationOf } from './service-form.ts';
import { useDiscovery } from './use-discovery.ts';
import { focusFirstFault, type ServiceFormState, useServiceForm } from './use-service-form.ts';
import { useTakenNames } from './use-taken-names.ts';

/** Registers a service: one field, a look at what is there, one more click. */
export function RegistrationForm() {
  const form = useServiceForm(emptyForm);
  const { values } = form;
  const { discovery, error, isLooking, lookNow } = useDiscovery(values.baseUrl);
  useSuggestion(form, discovery);
  const denied = error ? fieldMessages(error).baseUrl : undefined;
  const failed = error !== null && denied === undefined;
  const { unfolded, unfold } = useUnfolded(discovery !== null || failed);
  const { submit, isPending, failure } = useRegister(form);

  return (
    <form className={classes.form} onSubmit={submit} noValidate aria-label="Register a service">
      <BaseUrlField
        value={values.baseUrl}
        fault={form.faults.baseUrl ?? denied}
        isLooking={isLooking}
        onChange={(text) => form.set('baseUrl', text)}
        onSettle={lookNow}
      />
      {unfolded || isLooking ? <FoundBox {...{ form, discovery, isLooking }} title="Where Signalbox looks" /> : null}
      {failed ? <Fault error={error} what="Nobody could look there" /> : null}
      {unfolded ? <Details form={form} isPending={isPending} /> : null}
      {failure ? <Fault error={failure} what="The service was not registered" /> : null}
      {unfolded ? (
        <Submit name={values.name} isPending={isPending} isSilent={discovery?.reachable === false} />
      ) : (
        <button type="button" className={classes.byHand} onClick={unfold}>
          Fill in everything by hand
        </button>
      )}
    </form>
  );
}

/** Once the whole form has shown, it stays. */
function useUnfolded(wanted: boolean) {
  const [unfolded, setUnfolded] = useState(false);
  if (wanted && !unfolded) setUnfolded(true);
  return { unfolded, unfold: () => setUnfolded(true) };
}

function Submit({ name, isPending, isSilent }: { name: string; isPending: boolean; isSilent: boolean }) {
  return (
    <div className={classes.submit}>
      <button type="submit" className="sb-button sb-button-primary" disabled={isPending}>
        {isPending ? 'Registering …' : `Register ${name || 'the service'}`}
      </button>
      {isSilent ? <span className="sb-muted">It does not answer now; Signalbox keeps looking.</span> : null}
    </div>
  );
}

/** Fills in each new discovery once. */
function useSuggestion({ setValues, typed }: ServiceFormState, discovery: Discovery | null) {
  const suggestion = discovery?.suggestion;
  useEffect(() => {
    if (suggestion) setValues((before) => fillIn(before, suggestion, typed));
  }, [suggestion, setValues, typed]);
}

function useRegister(form: ServiceFormState) {
  const router = useRouter();
  const register = useMutation(
    orpc.service.register.mutationOptions({
      onSuccess: ({ name }) => {
        notifications.show({ message: `${name} is registered. The first look is under way.` });
        router.push(`/services/${name}?window=15m`);
      },
      onError: (error) => {
        form.setFaults(fieldMessages(error));
        focusFirstFault();
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    const faults = findFaults(form.values);
    form.setFaults(faults);
    if (Object.keys(faults).length > 0) return focusFirstFault();
    register.mutate(registrationOf(form.values));
  }
  const named = register.error ? Object.keys(fieldMessages(register.error)).length > 0 : false;
  return { submit, isPending: register.isPending || register.isSuccess, failure: named ? null : register.error };
}

const noNames: ReadonlySet<string> = new Set();

function Details({ form, isPending }: { form: ServiceFormState; isPending: boolean }) {
  const others = useTakenNames(form.values.name);
  // From the click on, the name that is taken is this very one.
  const taken = isPending ? noNames : others;
  return (
    <>
      <div className={classes.two}>
        <NameField form={form} taken={taken} />
        <TextField form={form} field="displayName" label="Title" hint="How people call it; the name, if empty" />
      </div>
      <LongTextField form={form} field="description" label="Description" />
      <DetailFolds form={form} />
    </>
  );
}
