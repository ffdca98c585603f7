const everyMs = 1000;
const list = document.querySelector('#services');
const template = document.querySelector('#row');
const trouble = document.querySelector('#trouble');
const said = document.querySelector('#said');
const rows = new Map();

const numbersOf = { latency: ['ms'], status: ['status'], hang: [], flap: ['status', 'periodSeconds'] };

const wordOf = {
  latency: ({ ms }) => `slow by ${ms} ms`,
  status: ({ status }) => `failing with ${status}`,
  hang: () => 'hanging',
  flap: ({ status, periodSeconds }, isFelt) => `flapping, ${isFelt ? `now failing with ${status}` : 'now fine'}, every ${periodSeconds} s`,
};

function describe({ fault, secondsLeft, isFelt }) {
  if (!fault) return 'no fault';
  return `${wordOf[fault.kind](fault, isFelt)}${fault.health ? ', /health too' : ''} · ${secondsLeft} s left`;
}

async function ask(path, init) {
  const response = await fetch(path, init);
  if (response.status === 204) return null;
  const body = await response.json();
  if (!response.ok) throw new Error(body.message);
  return body;
}

function complain(error) {
  const isLost = error instanceof TypeError;
  const text = isLost ? 'The board does not answer. Is the demo still running?' : error.message;
  trouble.hidden = false;
  trouble.dataset.lost = isLost;
  if (trouble.textContent !== text) trouble.textContent = text;
}

function showFields(form) {
  const kind = form.elements.kind.value;
  for (const label of form.querySelectorAll('[data-for]')) {
    label.hidden = !label.dataset.for.split(' ').includes(kind);
    label.querySelector('input').disabled = label.hidden;
  }
}

async function start(service, form) {
  trouble.hidden = true;
  const { kind, seconds, health } = form.elements;
  const numbers = Object.fromEntries(['seconds', ...numbersOf[kind.value]].map((name) => [name, Number(form.elements[name].value)]));
  const body = JSON.stringify({ kind: kind.value, health: health.checked, ...numbers });
  await ask(`faults/${service}`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
  said.textContent = `${service}: ${kind.selectedOptions[0].text.toLowerCase()} for ${seconds.value} seconds.`;
  await refresh();
}

async function end(service) {
  await ask(`faults/${service}`, { method: 'DELETE' });
  said.textContent = `${service}: the fault has ended.`;
  await refresh();
}

function makeRow(service) {
  const row = template.content.firstElementChild.cloneNode(true);
  const form = row.querySelector('form');
  row.querySelector('h2').textContent = service;
  form.setAttribute('aria-label', `Fault of ${service}`);
  for (const button of row.querySelectorAll('button')) button.setAttribute('aria-label', `${button.textContent} the fault of ${service}`);
  form.addEventListener('change', () => showFields(form));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    start(service, form).catch(complain);
  });
  row.querySelector('.end').addEventListener('click', () => end(service).catch(complain));
  showFields(form);
  list.append(row);
  return row;
}

function show(entry) {
  const row = rows.get(entry.service) ?? makeRow(entry.service);
  rows.set(entry.service, row);
  row.dataset.state = entry.fault ? (entry.isFelt ? 'felt' : 'resting') : 'none';
  row.querySelector('.word').textContent = describe(entry);
  const button = row.querySelector('.end');
  if (!entry.fault && document.activeElement === button) row.querySelector('button[type=submit]').focus();
  button.disabled = !entry.fault;
}

async function refresh() {
  const { faults } = await ask('faults');
  for (const entry of faults) show(entry);
  if (trouble.dataset.lost === 'true') trouble.hidden = true;
  document.documentElement.dataset.settled = '';
}

async function keepFresh() {
  await refresh().catch(complain);
  setTimeout(keepFresh, everyMs);
}

keepFresh();
