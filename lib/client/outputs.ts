import type { InferContractRouterOutputs } from '@orpc/contract';
import type { Contract } from '#lib/api/contract.ts';

export type Outputs = InferContractRouterOutputs<Contract>;

export type FleetSummary = Outputs['fleet']['summary'];
export type ServicePage = Outputs['service']['list'];
export type ServiceDetail = Outputs['service']['read'];
export type ChangeView = Outputs['fleet']['changes']['changes'][number];
