/** Test results as one JSON line each, for pytest to count. */

/** Lines of a stack that are not of ours. */
const FOREIGN = /\n\s+at .*(node:internal|node_modules).*/g;

/** @param {AsyncIterable<any>} source */
export default async function* report(source) {
  for await (const { type, data } of source) {
    if ((type === "test:pass" || type === "test:fail") && data.skip === undefined) {
      const error = data.details?.error;
      const told = error ? String(error.cause?.stack ?? error.stack ?? error).replace(FOREIGN, "") : "";
      yield `${JSON.stringify({ name: data.name, ok: type === "test:pass", error: told, ms: Math.round(data.details?.duration_ms ?? 0) })}\n`;
    }
    if (type === "test:diagnostic" && !/^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /.test(data.message))
      {yield `${JSON.stringify({ note: data.message })}\n`;}
  }
}
