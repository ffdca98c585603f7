declare module 'parse-prometheus-text-format' {
  interface ForeignFamily {
    name: string;
    type: string;
    metrics: { value?: string; labels?: Record<string, string> }[];
  }
  function parsePrometheusTextFormat(text: string): ForeignFamily[];
  export = parsePrometheusTextFormat;
}
