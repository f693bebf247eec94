/** Draws the figures of the statistics page with Plotly, in the colours of the page, light or dark. */
"use strict";
(() => {
  const Plotly = /** @type {any} */ (globalThis).Plotly;
  const told = JSON.parse(document.getElementById("figures")?.textContent ?? "[]");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  /** @param {string} name */
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

  /** Traces name colours of the page. @param {any} trace */
  const painted = (trace) => ({
    ...trace,
    ...(trace.marker ? { marker: { ...trace.marker, color: colour(trace.marker.color), line: { width: 0 } } } : {}),
    ...(trace.line ? { line: { ...trace.line, color: colour(trace.line.color) } } : {}),
  });

  /** @param {any} layout */
  function dressed(layout) {
    const axis = { gridcolor: colour("line"), linecolor: colour("line-2"), zerolinecolor: colour("line-2"), tickcolor: colour("line-2"), automargin: true, fixedrange: true };
    return {
      paper_bgcolor: "transparent",
      plot_bgcolor: "transparent",
      font: { family: getComputedStyle(document.body).fontFamily, size: 12.5, color: colour("ink-2") },
      margin: { l: 8, r: 8, t: 8, b: 8 },
      legend: { orientation: "h", y: -0.18, x: 0, font: { color: colour("ink-2") } },
      hoverlabel: { bgcolor: colour("bg-3"), bordercolor: colour("line-2"), font: { color: colour("ink") } },
      bargap: 0.35,
      dragmode: false,
      ...layout,
      xaxis: { ...axis, ...layout.xaxis },
      yaxis: { ...axis, ...layout.yaxis },
    };
  }

  function draw() {
    for (const { id, data, layout } of told) {
      const place = document.getElementById(id);
      if (place) Plotly.react(place, data.map(painted), dressed(layout), { displayModeBar: false, responsive: true, staticPlot: still.matches });
    }
    document.documentElement.dataset.drawn = "yes";
  }

  draw();
  dark.addEventListener("change", draw);
})();
