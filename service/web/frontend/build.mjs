// Builds the pages' styles and scripts into ../static/build: minified, named by content, listed in manifest.json.
import { readFile, readdir, rm, writeFile, mkdir, rename } from "node:fs/promises";
import { createHash } from "node:crypto";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(here, "../static/build");

/** Compiles a .scss file with Sass; Bootstrap's own deprecation notes are not ours to fix. */
const scss = {
  name: "scss",
  setup(build) {
    build.onLoad({ filter: /\.scss$/ }, async ({ path }) => {
      const result = await sass.compileAsync(path, {
        loadPaths: [join(here, "node_modules")],
        quietDeps: true,
        silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
      });
      const watchFiles = result.loadedUrls.filter((url) => url.protocol === "file:").map((url) => fileURLToPath(url));
      return { contents: result.css, loader: "css", resolveDir: dirname(path), watchFiles };
    });
  },
};

/** Every browser that the pages support reads woff2, so the older copy of each font is left out. */
const modernFonts = {
  name: "modern-fonts",
  setup(build) {
    build.onLoad({ filter: /@fontsource.*\.css$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      return { contents: text.replace(/,\s*url\([^)]*\.woff\)\s*format\('woff'\)/g, ""), loader: "css", resolveDir: dirname(path) };
    });
  },
};

const options = {
  absWorkingDir: here,
  entryPoints: {
    app: "src/app.ts",
    respond: "src/respond/respond.ts",
    theme: "src/theme.ts",
    "app-styles": "styles/app.css",
    noto: "styles/noto.css",
    "api-docs": "src/api-docs.ts",
    "api-docs-styles": "styles/api-docs.css",
  },
  outdir: out,
  bundle: true,
  format: "esm",
  splitting: true,
  minify: true,
  metafile: true,
  sourcemap: false,
  legalComments: "linked",
  target: ["chrome123", "firefox121", "safari17.5"],
  entryNames: "[name]-[hash]",
  chunkNames: "chunk-[name]-[hash]",
  assetNames: "files/[name]-[hash]",
  loader: { ".woff2": "file" },
  define: { "process.env.NODE_ENV": '"production"' },
  jsx: "automatic",
  plugins: [scss, modernFonts],
  logLevel: "warning",
};

/** One sprite of all icons that the pages name: our own shapes and the listed ones of Lucide (ISC). */
async function sprite() {
  const listed = JSON.parse(await readFile(join(here, "icons/list.json"), "utf8"));
  const own = (await readdir(join(here, "icons"))).filter((name) => name.endsWith(".svg"));
  const sources = [
    ...own.map((name) => [basename(name, ".svg"), join(here, "icons", name)]),
    ...Object.entries(listed).map(([name, file]) => [name, join(here, "node_modules/lucide-static/icons", `${file}.svg`)]),
  ];
  const symbols = await Promise.all(
    sources.map(async ([name, path]) => {
      const text = await readFile(path, "utf8");
      const inner = text.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/\s+/g, " ").trim();
      return `<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`;
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

const compressible = /\.(css|js|svg|json|txt)$/;

async function compress(path) {
  const bytes = await readFile(path);
  await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
  await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }));
}

/** Writes the manifest last and in one step: a page sees a whole old or a whole new build. */
async function finish(metafile) {
  const manifest = {};
  const built = [];
  for (const [path, output] of Object.entries(metafile.outputs)) {
    const file = resolve(here, path);
    const name = file.slice(out.length + 1);
    built.push(name);
    if (!output.entryPoint) {
      if (/inter-latin-wght-normal/.test(name)) manifest["inter-latin.woff2"] = name;
      continue;
    }
    const kind = output.entryPoint.endsWith(".css") ? ".css" : ".js";
    manifest[basename(output.entryPoint).replace(/\.[^.]+$/, "") + kind] = name;
  }
  const drawings = { "icons.svg": await sprite(), "favicon.svg": await readFile(join(here, "files/favicon.svg"), "utf8") };
  for (const [name, content] of Object.entries(drawings)) {
    const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
    manifest[name] = name.replace(".", `-${hash}.`);
    await writeFile(join(out, manifest[name]), content);
    built.push(manifest[name]);
  }
  await Promise.all(built.filter((name) => compressible.test(name)).map((name) => compress(join(out, name))));
  await writeFile(join(out, "manifest.json.new"), `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(join(out, "manifest.json.new"), join(out, "manifest.json"));
  await clean(new Set(["manifest.json", ...built]));
}

/** Removes what earlier builds left behind. */
async function clean(kept) {
  const all = await readdir(out, { recursive: true, withFileTypes: true });
  const stale = all.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !kept.has(path.slice(out.length + 1).replace(/\.(br|gz)$/, "")));
  await Promise.all(stale.map((path) => rm(path)));
}

export async function build() {
  await mkdir(out, { recursive: true });
  const result = await esbuild.build(options);
  await finish(result.metafile);
  return result.metafile;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv.includes("--watch")) {
    const reporter = { name: "finish", setup: (b) => b.onEnd(async (result) => { if (!result.errors.length) await finish(result.metafile); }) };
    const context = await esbuild.context({ ...options, minify: false, plugins: [...options.plugins, reporter] });
    await mkdir(out, { recursive: true });
    await context.watch();
    console.log("Watching; Ctrl-C stops.");
  } else {
    const metafile = await build();
    const sizes = Object.entries(metafile.outputs).filter(([path]) => !path.includes("/files/") && !path.endsWith(".txt"));
    for (const [path, { bytes }] of sizes) console.log(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${basename(path)}`);
  }
}
