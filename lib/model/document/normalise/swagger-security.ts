import { isObject, type Json, type JsonObject, objectAt, textAt } from './json.ts';
import { mapOf, mark, type Trail } from './trail.ts';

const flowNames: { [name: string]: string } = {
  implicit: 'implicit',
  password: 'password',
  application: 'clientCredentials',
  accessCode: 'authorizationCode',
};

export function convertSecurityDefinitions(value: Json | undefined, trail: Trail): Json {
  return mapOf((item, pointer) => mark(trail, convertScheme(item), pointer))(value ?? {}, '/securityDefinitions', trail);
}

function convertScheme(value: Json): JsonObject {
  if (!isObject(value)) return {};
  if (value.type === 'basic') return { ...value, type: 'http', scheme: 'basic' };
  if (value.type !== 'oauth2') return { ...value };
  const { flow, authorizationUrl, tokenUrl, scopes, ...rest } = value;
  const name = flowNames[textAt({ flow: flow ?? null }, 'flow') ?? ''] ?? 'implicit';
  const details: JsonObject = { scopes: objectAt({ scopes: scopes ?? null }, 'scopes') ?? {} };
  if (authorizationUrl !== undefined) details.authorizationUrl = authorizationUrl;
  if (tokenUrl !== undefined) details.tokenUrl = tokenUrl;
  return { ...rest, flows: { [name]: details } };
}
