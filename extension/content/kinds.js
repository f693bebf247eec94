/**
 * What a node is, asked of the node itself. A node that a page made in one document and moved into a frame of its own
 * keeps its class of the first: to Firefox it is no instance of the frame's classes.
 */
"use strict";
(() => {
  const cs = globalThis.__chartside;
  if (cs.is) return;

  const HTML = "http://www.w3.org/1999/xhtml";

  /** @param {unknown} node @returns {node is Element} */
  const element = (node) => /** @type {any} */ (node)?.nodeType === 1;

  /** @param {unknown} node @returns {node is HTMLElement} */
  const html = (node) => element(node) && node.namespaceURI === HTML;

  /** An HTML element of this name, in small letters. @param {unknown} node @param {string} name */
  const named = (node, name) => html(node) && node.localName === name;

  /** @param {unknown} node @returns {node is HTMLTextAreaElement} */
  const textarea = (node) => named(node, "textarea");

  /** @param {unknown} node @returns {node is HTMLInputElement} */
  const input = (node) => named(node, "input");

  /** @param {unknown} node @returns {node is HTMLSlotElement} */
  const slot = (node) => named(node, "slot");

  /** @param {unknown} node @returns {node is HTMLDetailsElement} */
  const details = (node) => named(node, "details");

  /** @param {unknown} node @returns {node is HTMLOListElement} */
  const numbered = (node) => named(node, "ol");

  /** @param {unknown} node @returns {node is HTMLIFrameElement} an old `frame` has the same window and document */
  const frame = (node) => named(node, "iframe") || named(node, "frame");

  /** @param {unknown} node @returns {node is ShadowRoot} */
  const shadow = (node) => /** @type {any} */ (node)?.nodeType === 11 && "host" in /** @type {object} */ (node);

  cs.is = { element, html, named, textarea, input, slot, details, numbered, frame, shadow };
})();
