'use client';

export { WallFailed as default } from '#components/wall/failed.tsx';
