// A large catalog for the search benchmark: words as APIs use them, few of them often and many of them seldom.
// The same count gives the same catalog.

const nouns =
  'order user payment account invoice customer product item cart refund session token event message notification profile address shipment parcel ' +
  'route vehicle driver warehouse stock price discount coupon tax currency ledger balance transfer card bank statement subscription plan license ' +
  'tenant organization team member role permission policy audit report dashboard metric alert incident ticket comment attachment file image video ' +
  'document folder page article category tag review rating search index catalog offer campaign segment audience email template webhook integration ' +
  'connector job task schedule queue worker batch import export backup snapshot version release deployment environment cluster node region zone ' +
  'network certificate secret key credential device sensor reading location map place booking reservation ticketing passenger flight hotel room guest';
const verbs =
  'get list create update delete find search count cancel confirm approve reject archive restore validate export import sync refresh assign';
const methodOfVerb = {
  create: 'POST',
  update: 'PUT',
  delete: 'DELETE',
  cancel: 'POST',
  confirm: 'POST',
  approve: 'POST',
  reject: 'POST',
  assign: 'PATCH',
};
const syllables =
  'ba be bi bo ca ce co da de di do fa fi fo ga go ha he la le li lo ma me mi mo na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi vo'.split(
    ' ',
  );
const forms = ['api', 'service', 'worker', 'gateway', 'sync', 'store', 'edge', 'hub'];
const properties = 'id name status createdAt updatedAt amount currency description type count total limit offset reference externalId ownerId'.split(
  ' ',
);
const rows = 2000;

function makeRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** 6,000 words: those that people know first, made ones after them. */
function makeWords(random) {
  const words = new Set(nouns.split(' '));
  while (words.size < 6000) {
    let word = '';
    const length = 2 + Math.floor(random() * 3);
    for (let i = 0; i < length; i += 1) word += syllables[Math.floor(random() * syllables.length)];
    words.add(word);
  }
  return [...words];
}

const random = makeRandom(11);
const words = makeWords(random);
const verbList = verbs.split(' ');
/** The nth word comes about 1/n as often as the first. */
const pick = () => words[Math.floor(words.length ** random()) - 1] ?? 'order';
const pickOf = (list) => list[Math.floor(random() * list.length)];
const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

function makeOperation(serviceId, n, home) {
  const verb = verbList[Math.floor(verbList.length ** random()) - 1] ?? 'get';
  const parts = [random() < 0.5 ? home : pick(), ...(random() < 0.6 ? [pick()] : [])];
  const path = parts.map((part) => (random() < 0.5 ? `/${part}s/{${part}Id}` : `/${part}s`)).join('');
  const method = methodOfVerb[verb] ?? 'GET';
  const name = parts.map(capital).join('');
  const unique = `${path}${n === 0 ? '' : `/${pick()}${n}`}`;
  return [
    ...[serviceId, serviceId, `${method} ${unique}`, 'operation', method, unique, `${verb}${name}${random() < 0.3 ? capital(pick()) : ''}`],
    ...[
      `${capital(verb)} the ${parts.join(' ')} of a ${pick()}`,
      [`${parts[0]}s`],
      [...new Set([`${parts[0]}Id`, pickOf(properties), 'limit'])],
      random() < 0.04,
    ],
  ];
}

function makeSchema(serviceId, n) {
  const fields = Array.from({ length: 8 }, () => (random() < 0.5 ? pickOf(properties) : pick() + capital(pickOf(properties))));
  return [
    serviceId,
    serviceId,
    `${capital(pick())}${pickOf(['', 'Request', 'Response', 'List', ''])}${n === 0 ? '' : capital(pick())}`,
    '/',
    [...new Set(fields)],
  ];
}

const casts = { int: (x) => `(${x})::int`, bool: (x) => `(${x})::boolean`, text: (x) => x };

async function insert(db, isSqlite, table, columns, values) {
  const reads = columns.map(([, type], i) => {
    if (isSqlite) return `value->>${i}`;
    return type === 'json' ? `value->${i}` : (casts[type] ?? ((x) => `(${x})::"${type}"`))(`value->>${i}`);
  });
  const source = isSqlite ? 'json_each(?)' : 'jsonb_array_elements($1::jsonb)';
  const names = columns.map(([name]) => `"${name}"`).join(', ');
  const at = table === 'Service' ? [', "createdAt", "updatedAt"', isSqlite ? ', 0, 0' : ', now(), now()'] : ['', ''];
  const state = table === 'ServiceState' ? [', "since"', isSqlite ? ', 0' : ', now()'] : at;
  for (let from = 0; from < values.length; from += rows) {
    const text = JSON.stringify(values.slice(from, from + rows));
    await db.$executeRawUnsafe(`INSERT INTO "${table}" (${names}${state[0]}) SELECT ${reads.join(', ')}${state[1]} FROM ${source}`, text);
  }
}

const typed = (text) => text.split(' ').map((pair) => pair.split(':'));
const operationColumns = typed(
  'serviceId:int revisionId:int key:text kind:OperationKind method:text path:text operationId:text summary:text tags:json parameters:json deprecated:bool',
);

/** Fills a migrated, empty database; answers the texts of everything that can be found. */
export async function seedSearch(db, url, count) {
  const isSqlite = url.startsWith('file');
  const groups = ['checkout', 'accounts', 'routing', 'ledger', 'search', 'pipelines', 'care', 'core', 'growth', 'mobile', 'pricing', 'trust'];
  const homes = Array.from({ length: count }, pick);
  const services = homes.map((home, i) => {
    const name = `${home}-${pick()}-${pickOf(forms)}-${i}`.slice(0, 63);
    return [
      i + 1,
      name,
      capital(name.replaceAll('-', ' ')),
      `Keeps every ${home} of the ${pick()} ${pick()}.`,
      `https://${name}.example.com`,
      1 + (i % groups.length),
    ];
  });
  const operations = homes.flatMap((home, i) => Array.from({ length: 20 }, (_, n) => makeOperation(i + 1, n, home)));
  const schemas = homes.flatMap((_, i) => Array.from({ length: 5 }, (_, n) => makeSchema(i + 1, n)));
  for (const table of ['Team', 'Domain'])
    await insert(
      db,
      isSqlite,
      table,
      typed('id:int name:text displayName:text'),
      groups.map((name, i) => [i + 1, name, capital(name)]),
    );
  await insert(db, isSqlite, 'Service', typed('id:int name:text displayName:text description:text baseUrl:text teamId:int'), services);
  await insert(
    db,
    isSqlite,
    'ServiceState',
    typed('serviceId:int'),
    services.map(([id]) => [id]),
  );
  await insert(
    db,
    isSqlite,
    'ServiceTopic',
    typed('serviceId:int topic:text role:TopicRole'),
    services.filter((_, i) => i % 5 === 0).map(([id]) => [id, `${pick()}s.${pickOf(['created', 'changed', 'removed'])}`, 'publishes']),
  );
  await insert(db, isSqlite, 'Operation', operationColumns, operations);
  await insert(db, isSqlite, 'SchemaEntry', typed('serviceId:int revisionId:int name:text pointer:text properties:json'), schemas);
  const name = (id) => services[id - 1]?.[1] ?? '';
  return [
    ...services.map(([, ...texts]) => texts.slice(0, 3).join(' ').toLowerCase()),
    ...operations.map(([id, , key, , , , ...texts]) => [name(id), key, ...texts.flat()].join(' ').toLowerCase()),
    ...schemas.map(([id, , schema, , fields]) => [name(id), schema, ...fields].join(' ').toLowerCase()),
  ];
}

function mistype(word) {
  const at = Math.floor(random() * (word.length - 1));
  const kinds = [
    word.slice(0, at) + word.slice(at + 1),
    word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2),
    `${word.slice(0, at)}q${word.slice(at + 1)}`,
  ];
  return pickOf(kinds);
}

const makers = {
  '1 letter': () => pick().slice(0, 1),
  '2–3 letters': () => pick().slice(0, 2 + Math.floor(random() * 2)),
  'common word': () => pickOf(['get', 'list', 'order', 'user', 'id', 'name', 'limit', 'service', 'status', 'create']),
  'a word': () => pick(),
  'a typing mistake': () => mistype(pickOf(words.filter((word) => word.length > 4))),
  'several words': () => [pickOf(verbList), pick(), pick().slice(0, 4)].slice(0, 2 + Math.floor(random() * 2)).join(' '),
  'several common words': () => `get list ${pickOf(['order', 'user', 'id'])} ${pickOf(['of', 'the', 'a'])}`,
  'method and path': () => `${pickOf(['GET', 'POST'])} /${pick()}s`,
  'long and strange': () => `${pick()}${pick()}`.repeat(300) + ' 🚀\0(.*)[]\u202e'.repeat(50),
};

/** Queries of every kind in turn. */
export function makeQueries(count) {
  const kinds = Object.entries(makers);
  return Array.from({ length: count }, (_, i) => {
    const [kind, make] = kinds[i % kinds.length];
    return { kind, q: make() };
  });
}
