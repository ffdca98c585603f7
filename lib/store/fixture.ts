import { type Registration, type RegistrationInput, registrationSchema } from '#lib/model/service.ts';

/** A registration for tests: a name, and what the test says. */
export function makeRegistration(name: string, fields: Partial<RegistrationInput> = {}): Registration {
  return registrationSchema.parse({ name, baseUrl: `http://${name}.example.com:8080`, ...fields });
}
