// Exposition parsing, MB per CPU second, ours ÷ npm's parse-prometheus-text-format. Cases are interleaved within one run and
// counted in CPU time, so that other load on the machine disturbs all alike.
//   node bench/parser.mjs [--series 1000] [--runs 7] [--ms 500]
import parsePrometheusTextFormat from 'parse-prometheus-text-format';
import { readSignals, wantedStem } from '../lib/model/dialect/read.ts';
import { parseExposition } from '../lib/probe/exposition.ts';
import { exposition } from './fleet.mjs';

const argument = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};
const series = argument('series', 1000);
const runs = argument('runs', 7);
const ms = argument('ms', 500);

const bodies = Array.from({ length: 8 }, (_, tick) => Buffer.from(exposition(series, 3, tick)));
const contentType = 'text/plain; version=0.0.4; charset=utf-8';

function readAllLabels(body) {
  const parsed = parseExposition(body, contentType);
  let labels = 0;
  for (let index = 0; index < parsed.values.length; index++) labels += parsed.labelsOf(index).size;
  return labels;
}

const cases = {
  'parse-prometheus-text-format': (body) => parsePrometheusTextFormat(body.toString()),
  'signalbox, every line checked, labels and # lines decoded when asked for': (body) => parseExposition(body, contentType),
  'signalbox, request families kept and read into totals': (body) =>
    readSignals(parseExposition(body, contentType, { wanted: wantedStem }), { healthPath: '/health', metricsPath: '/metrics' }),
  'signalbox, every label of every sample decoded': readAllLabels,
};

function measure(parse) {
  let count = 0;
  let bytes = 0;
  const end = performance.now() + ms;
  const before = process.cpuUsage();
  while (performance.now() < end) {
    const body = bodies[count++ & 7];
    parse(body);
    bytes += body.length;
  }
  const { user, system } = process.cpuUsage(before);
  return bytes / (user + system);
}

const names = Object.keys(cases);
const rates = new Map(names.map((name) => [name, []]));
for (const name of names) measure(cases[name]);
for (let run = 0; run < runs; run++) for (const name of names) rates.get(name).push(measure(cases[name]));

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const base = rates.get(names[0]);
console.log(
  `Exposition parsing: MB per CPU second of ${series} series (${bodies[0].length} bytes), and ÷ ${names[0]} in the same run, median of ${runs} rounds`,
);
for (const name of names) {
  const own = rates.get(name);
  const ratio = median(own.map((rate, run) => rate / base[run]));
  console.log(`${median(own).toFixed(1).padStart(8)} MB/s ${ratio.toFixed(2).padStart(7)}×  ${name}`);
}
