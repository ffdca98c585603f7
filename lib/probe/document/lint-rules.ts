import type { Severity } from '#lib/model/finding.ts';

interface LintRule {
  severity: Severity;
  help: string;
}

const warn = (help: string): LintRule => ({ severity: 'warning', help });
const note = (help: string): LintRule => ({ severity: 'info', help });
const fault = (help: string): LintRule => ({ severity: 'error', help });

/**
 * The rules of style, by their names in the linter. What a specification demands is not among them: reading a document checks that already. An `error`
 * here is a description that contradicts itself.
 */
export const lintRules: Record<string, LintRule> = {
  'info-license': note('Say under which license others may use the API: info.license with a name.'),
  'info-contact': note('Say whom to ask: info.contact with a name and an address.'),
  'tag-description': note('Describe the tag in one sentence: it heads a group of operations.'),
  'operation-operationId': warn('Add an operationId: generated clients name their methods by it.'),
  'operation-operationId-url-safe': warn('Use letters, digits, hyphens and underscores in the operationId.'),
  'operation-summary': warn('Add a summary of a few words: lists and search show it.'),
  'operation-description': note('Describe what the operation does and what to mind.'),
  'operation-tag-defined': note('Declare the tag at the top of the document, with a description.'),
  'operation-2xx-response': warn('Describe what a success looks like.'),
  'operation-4xx-response': warn('Describe what a refused request gets, so that callers can handle it.'),
  'parameter-description': note('Describe the parameter: its unit, its default, what it selects.'),
  'path-declaration-must-exist': fault('Give the parameter in the path a name: {id}, not {}.'),
  'no-path-trailing-slash': warn('Remove the slash at the end of the path: many servers treat both forms as different.'),
  'no-ambiguous-paths': warn('Change one of the paths: a server cannot always tell which one is meant.'),
  'no-http-verbs-in-paths': note('Leave the verb to the method: POST /orders instead of /create-order.'),
  'no-duplicated-enum-values': warn('Remove the repeated value.'),
  'no-duplicated-tag-names': warn('Declare the tag once.'),
  'no-enum-type-mismatch': fault('Make the values fit the type, or correct the type.'),
  'no-schema-type-mismatch': fault('Make type and keywords fit: properties belong to objects, items to arrays.'),
  'no-mixed-number-range-constraints': warn('Keep either the inclusive or the exclusive limit.'),
  'no-required-schema-properties-undefined': warn('Describe the required property, or correct its name in required.'),
  'no-illogical-composition-keywords': warn('Remove the part that changes nothing, or give it more than one alternative.'),
  'no-invalid-parameter-examples': warn('Correct the example: its own schema refuses it.'),
  'no-invalid-schema-examples': warn('Correct the example: its own schema refuses it.'),
  'no-invalid-media-type-examples': warn('Correct the example: its own schema refuses it.'),
  'no-example-value-and-externalValue': warn('Keep either value or externalValue.'),
  'no-empty-servers': note('Name at least one server, so that the API can be tried.'),
  'no-server-example.com': note('Replace the placeholder by the address of a real server.'),
  'no-server-trailing-slash': warn('Remove the slash at the end of the server: paths begin with one.'),
  'no-server-variables-empty-enum': warn('List the values of the variable, or remove enum.'),
  'no-undefined-server-variable': fault('Describe the variable under variables, with a default.'),
  'no-unsafe-markdown': warn('Remove scripts and event handlers from the text.'),
  'no-unused-components': note('Remove the component, or refer to it.'),
  'nullable-type-sibling': warn('Put type beside nullable: without it nullable says nothing.'),
  'security-defined': warn('Say how the operation is protected; security: [] if it is open to all.'),
  'security-scopes-defined': warn('Declare the scope in the flow of the security scheme.'),
  'spec-ref-siblings': warn('Move what stands beside $ref elsewhere: this version of the specification ignores it.'),
  'spec-discriminator-defaultMapping': warn('Name a schema that is there.'),
  'spec-example-values': warn('Keep one of the fields that exclude one another.'),
  'spec-no-invalid-encoding-combinations': fault('Keep either encoding or prefixEncoding and itemEncoding.'),
  'spec-no-invalid-tag-parents': fault('Name a parent tag that is declared, without a circle.'),
  'spec-querystring-parameters': fault('Describe the query either as one querystring parameter or as query parameters.'),
  'no-channel-trailing-slash': warn('Remove the slash at the end of the channel.'),
};

/** These run the patterns of the document on its examples, which may never end. */
export const exampleRules = ['no-invalid-parameter-examples', 'no-invalid-schema-examples', 'no-invalid-media-type-examples'];
