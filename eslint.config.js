/** Rules for the extension and the review page (plain JavaScript that runs as written) and the browser tests. */

import js from "@eslint/js";
import globals from "globals";

const RULES = {
  "array-callback-return": "error",
  curly: ["error", "multi-line"],
  eqeqeq: ["error", "always", { null: "ignore" }],
  "no-console": "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-restricted-syntax": [
    "error",
    {
      selector: "AssignmentExpression[left.property.name=/^(innerHTML|outerHTML)$/]",
      message: "Text of a note is never interpreted as HTML: build elements and set textContent.",
    },
    {
      selector: "CallExpression[callee.property.name=/^(insertAdjacentHTML|setHTMLUnsafe|createContextualFragment)$/]",
      message: "Text of a note is never interpreted as HTML: build elements and set textContent.",
    },
  ],
  "no-throw-literal": "error",
  "no-unused-vars": ["error", { args: "after-used" }],
  "no-use-before-define": ["error", { functions: false, classes: false, variables: false }],
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  "prefer-template": "error",
};

export default [
  { ignores: ["node_modules/", ".venv/", "**/build/", "**/dist/"] },
  js.configs.recommended,
  {
    files: ["extension/**/*.js"],
    languageOptions: {
      ecmaVersion: 2024,
      sourceType: "module",
      globals: { ...globals.browser, ...globals.webextensions, ...globals.serviceworker },
    },
    rules: RULES,
  },
  // Content scripts share one scope in the order in which they are listed: no modules there.
  { files: ["extension/content/**/*.js"], languageOptions: { sourceType: "script" } },
  {
    files: ["backend/chartside/web/static/*.js"],
    languageOptions: { ecmaVersion: 2024, sourceType: "script", globals: globals.browser },
    rules: RULES,
  },
  {
    files: ["tests/browser/**/*.mjs", "scripts/*.mjs", "tests/browser/**/*.js", "scripts/demo/**/*.js", "eslint.config.js"],
    languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: { ...globals.node, ...globals.browser } },
    rules: { ...RULES, "no-console": "off" },
  },
];
