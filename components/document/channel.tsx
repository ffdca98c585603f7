import type { ReactNode } from 'react';
import { SchemaTree } from '#components/docs/schema-tree.tsx';
import type { Schema } from '#components/docs/schema-words.ts';
import type { OperationEntry } from '#lib/model/document.ts';
import classes from './channel.module.css';
import { readChannel, type ShownMessage } from './read-channel.ts';

const directions: Record<string, string> = {
  SEND: 'The service sends these messages; whoever subscribes receives them.',
  RECEIVE: 'The service receives these messages; whoever publishes sends them.',
  CHANNEL: 'The document names no operation on this channel.',
};

/** A channel of an AsyncAPI document: who sends, over what, and the messages. */
export function Channel({ document, entry }: { document: Schema; entry: OperationEntry }) {
  const channel = readChannel(document);
  return (
    <div className={classes.channel}>
      <dl className={classes.facts}>
        <Fact name="Direction">{directions[entry.method] ?? entry.method}</Fact>
        <Fact name="Address">
          <code>{entry.path}</code>
        </Fact>
        {channel.protocols.length > 0 ? <Fact name="Protocol">{channel.protocols.join(', ')}</Fact> : null}
        {channel.servers.length > 0 ? (
          <Fact name={channel.servers.length === 1 ? 'Server' : 'Servers'}>
            {channel.servers.map(({ name, address, protocol }) => (
              <span key={`${name} ${address}`} className={classes.server}>
                <code>{address}</code> <span className="sb-muted">{[name, protocol].filter(Boolean).join(' · ')}</span>
              </span>
            ))}
          </Fact>
        ) : null}
      </dl>
      {channel.description && channel.description !== entry.summary ? <p className={classes.text}>{channel.description}</p> : null}
      {channel.parameters.length > 0 ? (
        <>
          <h4 className={classes.title}>Parts of the address</h4>
          <dl className={classes.facts}>
            {channel.parameters.map(({ name, description }) => (
              <Fact key={name} name={<code>{`{${name}}`}</code>}>
                {description ?? <span className="sb-muted">not described</span>}
              </Fact>
            ))}
          </dl>
        </>
      ) : null}
      {channel.messages.length === 0 ? <p className={classes.text}>No message is described here.</p> : null}
      {channel.messages.map((message) => (
        <Message key={message.name} root={document} message={message} />
      ))}
    </div>
  );
}

function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Message({ root, message }: { root: Schema; message: ShownMessage }) {
  const { name, title, summary, contentType, payload, headers, examples } = message;
  return (
    <section className={classes.message} aria-label={`Message ${name}`}>
      <h4 className={classes.title}>
        <code>{name}</code>
        {title && title !== name ? <span>{title}</span> : null}
        {contentType ? <span className="sb-tag">{contentType}</span> : null}
      </h4>
      {summary ? <p className={classes.text}>{summary}</p> : null}
      {payload === undefined ? null : (
        <>
          <h5 className={classes.part}>Payload</h5>
          <SchemaTree root={root} schema={payload} label={`Payload of ${name}`} />
        </>
      )}
      {headers === undefined ? null : (
        <>
          <h5 className={classes.part}>Headers</h5>
          <SchemaTree root={root} schema={headers} label={`Headers of ${name}`} />
        </>
      )}
      {examples.length > 0 ? <h5 className={classes.part}>{examples.length === 1 ? 'Example' : 'Examples'}</h5> : null}
      {examples.map(({ name: of, text }) => (
        <figure key={`${of} ${text}`} className={classes.example}>
          {of ? <figcaption>{of}</figcaption> : null}
          <pre>{text}</pre>
        </figure>
      ))}
    </section>
  );
}
