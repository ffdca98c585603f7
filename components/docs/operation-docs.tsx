'use client';

import dynamic from 'next/dynamic';

const load = () => import('./slice-swagger.tsx').then((module) => module.SliceSwagger);

/** Parameters, bodies and answers of one operation, to be read and tried. */
export const OperationDocs = dynamic(load, { ssr: false });

/** Fetches what draws operations ahead of the first one that is opened. */
export const preloadOperationDocs = () => void load();
