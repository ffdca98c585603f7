import type { Json, JsonObject } from '../json.ts';
import type { SchemaNode, SchemaSpace } from '../schema/shape.ts';

export type ParameterPlace = 'path' | 'query' | 'header' | 'cookie';

export interface Parameter {
  name: string;
  in: ParameterPlace;
  isRequired: boolean;
  schema: SchemaNode;
  style: string;
  isExploded: boolean;
  /** Written as JSON where the document gives it `content` instead of a schema. */
  isJson: boolean;
  example: Json | undefined;
  pointer: string;
}

export interface Media {
  /** As declared, lower case, without parameters. */
  type: string;
  schema: SchemaNode | undefined;
  examples: Json[];
  pointer: string;
}

export interface RequestBody {
  isRequired: boolean;
  media: Media[];
  pointer: string;
}

export interface ResponseHeader {
  name: string;
  description: string;
  isRequired: boolean;
  schema: SchemaNode | undefined;
  pointer: string;
}

/** Where a value of an answer goes on to: a link of OpenAPI. */
export interface Link {
  operationId: string | undefined;
  operationRef: string | undefined;
  /** Runtime expressions or constants, by parameter. */
  parameters: [name: string, value: Json][];
}

export interface DeclaredResponse {
  /** `200`, `2XX` or `default`. */
  status: string;
  headers: ResponseHeader[];
  media: Media[];
  links: Link[];
  pointer: string;
}

export interface SecurityScheme {
  name: string;
  type: string;
  /** `basic`, `bearer`, … of type `http`. */
  scheme: string;
  /** Of type `apiKey`: where and under which name. */
  in: string;
  key: string;
}

/** One method of one path. */
export interface Operation {
  /** `GET /users/{userId}`. */
  key: string;
  id: string | undefined;
  method: string;
  path: string;
  pointer: string;
  parameters: Parameter[];
  body: RequestBody | undefined;
  responses: DeclaredResponse[];
  /** Any one of these combinations of schemes opens it; empty: open to everybody. */
  security: string[][];
}

/** An OpenAPI document as a run needs it, whatever its version. */
export interface Contract {
  title: string;
  version: string;
  openapi: string;
  document: JsonObject;
  space: SchemaSpace;
  operations: Operation[];
  schemes: Map<string, SecurityScheme>;
  servers: { url: string; description: string }[];
}
