/**
 * Bundles the editors for the test pages, as the libraries come from npm: one script an editor.
 *
 * Nothing is done when the sources and the lock file are as they were. Prints the folder that holds `editors/`.
 */

import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
export const OUT = join(ROOT, "node_modules", ".cache", "chartside-editors");
const STAMP = join(OUT, "stamp");

const sources = readdirSync(HERE).filter((name) => /\.m?js$/.test(name));

/** What the bundles were made of. */
function fingerprint() {
  const hash = createHash("sha256");
  for (const file of [join(ROOT, "package-lock.json"), ...sources.sort().map((name) => join(HERE, name))]) {
    hash.update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** @returns {Promise<string>} the folder that holds `editors/` */
export async function bundles() {
  const print = fingerprint();
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === print) return OUT;
  await build({
    entryPoints: sources.filter((name) => !/^(?:page|probe|pixels|build)\./.test(name)).map((name) => join(HERE, name)),
    outdir: join(OUT, "editors"),
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    loader: { ".css": "text", ".svg": "text" },
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
    logLevel: "error",
  });
  writeFileSync(STAMP, print);
  return OUT;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await bundles());
