// Compiles sass/onestory.scss to ../static/ui/onestory.css, and puts our script and htmx beside it.
// See README.md. Run with: npm ci && npm run assets
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { transform } from "lightningcss";
import * as sass from "sass";

const out = new URL("../static/ui/", import.meta.url);
const LICENCE = "/*! Contains parts of GOV.UK Frontend 6.3.0, Crown copyright, MIT licence: see licences.txt */\n";

// GOV.UK Frontend writes each colour twice, as a variable and as its fallback. Every browser that runs
// this knows variables, and :root always sets them, so the fallbacks only cost bytes.
const withoutFallbacks = (css) => css.replace(/var\((--govuk-[a-z-]+),\s*#[0-9a-f]+\)/gi, "var($1)");

// Variants that no page uses. To use one, take it off this list and build again.
const UNUSED = `
  back-link--inverse button--inverse button--start button__start-icon caption-xl heading-xl body-lead
  checkboxes__conditional checkboxes__conditional--hidden checkboxes__divider
  radios__conditional radios__conditional--hidden radios__divider
  exit-this-page fieldset__legend--xl input--extra-letter-spacing input__prefix input__suffix input__wrapper
  label--xl label-wrapper link--inverse link--muted link--text-colour link-image
  main-wrapper--l main-wrapper--auto-spacing skip-link-focused-element
  summary-card summary-card__action summary-card__actions summary-card__content summary-card__title
  summary-card__title-wrapper summary-list--no-border summary-list__row--no-border
  table--small-text-until-tablet table__caption--xl table__caption--l visually-hidden-focusable
`;

// The typeface is set once, on the root, and inherited; each component repeating it is a tenth of the file.
const withoutRepeats = (css) =>
  css
    .replace(/@media print \{\s*\.[^{}]*\{\s*font-family: said-once;\s*\}\s*\}/g, "")
    .replace(/(font-family: said-once|-webkit-font-smoothing: antialiased|-moz-osx-font-smoothing: grayscale);/g, "");

function stylesheet() {
  const { css } = sass.compile(new URL("sass/onestory.scss", import.meta.url).pathname, {
    loadPaths: [new URL("node_modules/govuk-frontend/dist", import.meta.url).pathname],
    quietDeps: true,
  });
  refuse(css);
  const { code } = transform({
    filename: "onestory.css",
    code: Buffer.from(withoutRepeats(withoutFallbacks(css))),
    minify: true,
    unusedSymbols: UNUSED.trim().split(/\s+/).map((name) => `govuk-${name}`),
    targets: { safari: 14 << 16, chrome: 100 << 16, firefox: 100 << 16 },
  });
  return LICENCE + code.toString();
}

// The crown, the crest and the Transport typeface belong to GOV.UK alone.
function refuse(css) {
  const found = css.match(/@font-face|GDS Transport|crown|crest|url\(/i);
  if (found) throw new Error(`The stylesheet must not contain ${found[0]}`);
}

// Our script as it is written, without what is there for whoever reads it here.
const withoutComments = (script) => script.replace(/^ *\/\/.*\n/gm, "").replace(/\n{2,}/g, "\n").trimStart();

const css = stylesheet();
writeFileSync(new URL("onestory.css", out), css);
writeFileSync(new URL("onestory.js", out), withoutComments(readFileSync(new URL("onestory.js", import.meta.url), "utf8")));
copyFileSync(new URL("node_modules/htmx.org/dist/htmx.min.js", import.meta.url), new URL("htmx.min.js", out));
for (const name of ["onestory.css", "htmx.min.js", "onestory.js"]) {
  const bytes = readFileSync(new URL(name, out));
  console.log(name.padEnd(14), `${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} compressed`);
}
