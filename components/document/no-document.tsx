'use client';

import Link from 'next/link';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { useOrigin } from '#components/ui/use-origin.ts';
import type { Service } from '#lib/model/service.ts';
import { UploadButton } from './document-bar.tsx';
import classes from './empty.module.css';

/** What was tried, where a path is set and still nothing is here. */
function Tried({ service }: { service: Service }) {
  const look = service.targets.find(({ kind }) => kind === 'document');
  if (service.openapiPath === null) return null;
  return (
    <p className={classes.tried} role="status">
      {look && !look.ok ? (
        <>
          <code>{look.url}</code> was looked at and gave no document: {look.reason}.
        </>
      ) : (
        <>
          <code>{service.openapiPath}</code> is fetched with the next look{look ? '' : `, within ${service.pollIntervalSeconds} s`}. This page shows
          it by itself.
        </>
      )}
    </p>
  );
}

/** The tab before there is a document: what it will show, and the three ways to bring one. */
export function NoDocument({ service, mayEdit }: { service: Service; mayEdit: boolean }) {
  const origin = useOrigin();
  const { name } = service;
  const command = `curl -X PUT ${origin}/api/v1/services/${name}/document \\\n  -H "Authorization: Bearer $SIGNALBOX_TOKEN" \\\n  -H "Content-Type: application/yaml" \\\n  --data-binary @openapi.yaml`;
  return (
    <section className={classes.empty} aria-labelledby="no-document">
      <h2 id="no-document" className={classes.title}>
        No API document yet
      </h2>
      <p className={classes.text}>
        Here every operation of {name} will stand, to be found, read and tried, with what the metrics say of each, every revision and what it broke.
        OpenAPI 2.0 to 3.2 and AsyncAPI 2 and 3, as JSON or YAML.
      </p>
      <Tried service={service} />
      {mayEdit ? (
        <div className={classes.ways}>
          <div className={classes.way}>
            <h3>Fetch it</h3>
            <p>Say at which path the service serves its document. Signalbox fetches it and keeps each changed text as a revision.</p>
            <Link className="sb-button" href={`/services/${name}?tab=settings`}>
              {service.openapiPath === null ? 'Set the path' : 'Change the path'}
            </Link>
          </div>
          <div className={classes.way}>
            <h3>Upload it</h3>
            <p>One file, or several that refer to each other, or a zip of them.</p>
            <UploadButton name={name} />
          </div>
          <div className={classes.way}>
            <h3>Send it from a pipeline</h3>
            <p>With a token of the role “user” or more.</p>
            <div className={classes.command}>
              <pre>{command}</pre>
              <CopyButton text={command} what="command" />
            </div>
          </div>
        </div>
      ) : (
        <p className={classes.text}>Members of the owning team and admins can bring it{service.team ? `: ask ${service.team}` : ''}.</p>
      )}
    </section>
  );
}
