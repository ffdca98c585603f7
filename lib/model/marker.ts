import { z } from 'zod';

/** When another version of a service began to answer: what a chart draws as a deploy. */
export const markerSchema = z
  .object({
    at: z.iso.datetime(),
    from: z.string().nullable().meta({ description: 'The version before; null where none was known.' }),
    to: z.string().meta({ description: 'The version from then on.' }),
  })
  .meta({ id: 'DeployMarker', description: 'Another version of the service began to answer.' });
export type Marker = z.infer<typeof markerSchema>;

/** A panel draws so many of them; a window with more keeps the newest. */
export const maxMarkers = 100;
