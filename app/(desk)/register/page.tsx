import type { Metadata } from 'next';
import Link from 'next/link';
import { RegistrationForm } from '#components/registration/registration-form.tsx';
import { Empty } from '#components/ui/empty.tsx';
import { PageHead } from '#components/ui/page-head.tsx';
import { findViewer } from '../viewer.ts';

export const metadata: Metadata = { title: 'Register a service' };

export default async function RegisterPage() {
  const viewer = await findViewer();
  return (
    <>
      <PageHead title="Register a service" />
      {viewer?.role === 'admin' ? <RegistrationForm /> : <OnlyAdmins />}
    </>
  );
}

function OnlyAdmins() {
  return (
    <Empty
      title="Only admins register services"
      text="Send an admin the service's base URL; Signalbox finds the rest. Members of the owning team can edit the service afterwards."
      action={
        <Link className="sb-button" href="/services">
          Back to the services
        </Link>
      }
    />
  );
}
