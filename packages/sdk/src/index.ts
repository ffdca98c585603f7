export { type RequestOptions, ServiceClient } from './client.ts';
export type { BulkheadConfig, FallbackCall, ServiceConfig } from './config.ts';
export { type DeadLetter, type Delivery, EventConsumer, type EventConsumerOptions, type EventHandler, eventHandler } from './consumer.ts';
export { currentContext, RequestContext, type RequestContextFields, runWithContext } from './context.ts';
export {
  type FailedCall,
  ServiceAuthenticationError,
  ServiceBodyError,
  ServiceBulkheadError,
  ServiceCircuitOpenError,
  ServiceError,
  type ServiceErrorCode,
  ServiceTimeoutError,
  ServiceUnavailableError,
} from './error.ts';
export { type CloudEvent, checkTopic, createEvent, type Event, type EventFields, fromCloudEvent, toCloudEvent } from './event.ts';
export type { FastifyLike } from './fastify.ts';
export type { Check, CheckReport, HealthReport } from './health.ts';
export type { Listening, ListenOptions } from './listen.ts';
export { type Log, standardLog } from './log.ts';
export { type BreakerState, metricsRegistry, useMetricsRegistry } from './metrics.ts';
export { type Inbox, MemoryInbox, type Outbox, type OutboxEntry } from './outbox.ts';
export { PostgresInbox, type PostgresLike, PostgresOutbox } from './postgres.ts';
export { EventPublisher, type EventPublisherOptions } from './publisher.ts';
export type { RedisLike } from './redis-connection.ts';
export { type Dependency, registerWithSignalbox, type SignalboxOptions } from './registration.ts';
export { type CatalogOptions, type ServiceCredentials, ServiceRegistry } from './registry.ts';
export { contextOfRequest } from './request.ts';
export { createService, Service, type ServiceOptions } from './service.ts';
export { SqliteInbox, type SqliteLike, SqliteOutbox } from './sqlite.ts';
export { deadLetterTopic, type Kept, type Receive, type Transport } from './transport.ts';
export { type HttpTopicOptions, HttpTopicTransport } from './transport-http.ts';
export { InProcessTransport } from './transport-local.ts';
export { type RedisStreamOptions, RedisStreamTransport } from './transport-redis.ts';
