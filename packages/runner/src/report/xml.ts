import { CommandError } from '../fault.ts';

/** As much of an XML element as results of tests need. */
export interface Element {
  name: string;
  attributes: Map<string, string>;
  children: Element[];
  /** All text directly in it. */
  text: string;
}

export interface XmlLimits {
  mostDepth: number;
  mostElements: number;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const nameStart = /[A-Za-z_:]/;
const nameEnd = /[\s/>=]/g;

function codePoint(digits: string, base: 10 | 16): string | null {
  const value = Number.parseInt(digits, base);
  return value > 0 && value <= 0x10ffff && !(value >= 0xd800 && value <= 0xdfff) ? String.fromCodePoint(value) : null;
}

function resolve(entity: string): string | null {
  const number = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(entity);
  if (number) return number[1] === undefined ? codePoint(number[2] ?? '', 10) : codePoint(number[1], 16);
  return Object.hasOwn(entities, entity) ? (entities[entity] ?? null) : null;
}

/** Reads in one pass, without definitions of any kind: what XML can be made to do beyond elements and text is refused. */
class Reader {
  private at = 0;
  private elements = 0;
  private root: Element | undefined;
  private readonly path: Element[] = [];
  private readonly text: string;
  private readonly limits: XmlLimits;

  constructor(text: string, limits: XmlLimits) {
    this.text = text;
    this.limits = limits;
  }

  private refuse(what: string, at = this.at): never {
    throw new CommandError(`${what} (line ${this.text.slice(0, at).split('\n').length}).`);
  }

  private startsWith = (word: string) => this.text.startsWith(word, this.at);

  /** Goes behind the next `end`, and gives what stood before it. */
  private upTo(end: string, what: string): string {
    const found = this.text.indexOf(end, this.at);
    if (found < 0) this.refuse(`${what} does not end`);
    const inner = this.text.slice(this.at, found);
    this.at = found + end.length;
    return inner;
  }

  private skipSpace(): void {
    while (this.at < this.text.length && /\s/.test(this.text[this.at] as string)) this.at += 1;
  }

  private decode(raw: string, at: number): string {
    return raw.replace(/&([^;&]{0,12}(;?))/g, (_, body: string, end: string) => {
      const found = end === '' ? null : resolve(body.slice(0, -1));
      return found ?? this.refuse(`&${body.slice(0, 12)} is no entity that is taken here`, at);
    });
  }

  private readName(): string {
    const start = this.at;
    if (!nameStart.test(this.text[this.at] ?? '')) this.refuse('A name was expected');
    nameEnd.lastIndex = this.at;
    const end = nameEnd.exec(this.text)?.index ?? this.text.length;
    this.at = end;
    return this.text.slice(start, end);
  }

  private readAttributes(element: Element): void {
    for (;;) {
      this.skipSpace();
      const char = this.text[this.at];
      if (char === undefined) this.refuse(`<${element.name}> does not end`);
      if (char === '>' || char === '/') return;
      const name = this.readName();
      this.skipSpace();
      if (this.text[this.at] !== '=') this.refuse(`The attribute ${name} has no value`);
      this.at += 1;
      this.skipSpace();
      const quote = this.text[this.at];
      if (quote !== '"' && quote !== "'") this.refuse(`The attribute ${name} is not quoted`);
      this.at += 1;
      const start = this.at;
      const value = this.upTo(quote, `The attribute ${name}`);
      if (value.includes('<')) this.refuse(`The attribute ${name} has a < in it`, start);
      if (element.attributes.has(name)) this.refuse(`The attribute ${name} stands twice`, start);
      element.attributes.set(name, this.decode(value, start));
    }
  }

  /** True where it is closed at once: `<skipped/>`. */
  private readTag(): { element: Element; isWhole: boolean } {
    this.elements += 1;
    if (this.elements > this.limits.mostElements) this.refuse(`There are more than ${this.limits.mostElements} elements`);
    const element: Element = { name: this.readName(), attributes: new Map(), children: [], text: '' };
    this.readAttributes(element);
    const isWhole = this.text[this.at] === '/';
    if (isWhole) this.at += 1;
    if (this.text[this.at] !== '>') this.refuse(`<${element.name}> does not end`);
    this.at += 1;
    return { element, isWhole };
  }

  private open(): void {
    const inside = this.path.at(-1);
    const { element, isWhole } = this.readTag();
    if (!inside && this.root) this.refuse('There is a second root element');
    this.root ??= element;
    inside?.children.push(element);
    if (!isWhole && this.path.push(element) > this.limits.mostDepth) this.refuse(`Elements stand more than ${this.limits.mostDepth} deep`);
  }

  private close(): void {
    const name = this.upTo('>', 'A closing tag').trim();
    const last = this.path.pop();
    if (last?.name !== name) this.refuse(`</${name}> closes nothing${last ? `: <${last.name}> is open` : ''}`);
  }

  /** Comments, instructions and CDATA; false where something else stands here. */
  private readAside(inside: Element | undefined): boolean {
    if (this.startsWith('<!--')) {
      this.at += 4;
      this.upTo('-->', 'A comment');
    } else if (this.startsWith('<?')) this.upTo('?>', 'An instruction');
    else if (this.startsWith('<![CDATA[') && inside) {
      this.at += 9;
      inside.text += this.upTo(']]>', 'CDATA');
    } else if (this.startsWith('<!')) this.refuse('It defines things of its own (<!…>), which results of tests need not and this does not read');
    else return false;
    return true;
  }

  private readText(inside: Element | undefined): void {
    const start = this.at;
    const next = this.text.indexOf('<', start);
    this.at = next < 0 ? this.text.length : next;
    const raw = this.text.slice(start, this.at);
    if (inside) inside.text += this.decode(raw, start);
    else if (raw.trim() !== '') this.refuse('Text stands outside of the elements', start);
  }

  read(): Element {
    while (this.at < this.text.length) {
      const inside = this.path.at(-1);
      if (!this.startsWith('<')) this.readText(inside);
      else if (this.startsWith('</')) {
        this.at += 2;
        this.close();
      } else if (!this.readAside(inside)) {
        this.at += 1;
        this.open();
      }
    }
    if (this.path.length > 0) this.refuse(`<${this.path.at(-1)?.name}> is not closed`);
    return this.root ?? this.refuse('There is no element');
  }
}

/** The root element of an XML text. Throws a CommandError in words for what is no XML, is too large, or defines entities. */
export const readXml = (text: string, limits: XmlLimits): Element => new Reader(text.replace(/^\ufeff/, ''), limits).read();
