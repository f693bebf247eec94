"""Script that runs in the extension's own world of a page, before its files, and counts what they do.

`COUNT` keeps account of listeners, observers and timers. `CLOCK` notes when an answer of the service came in,
and when the frame was painted that showed its highlights and its rows.
"""

COUNT = """() => {
  if (globalThis.benchLeft) return;
  const listeners = new Map(); // target -> key -> 1
  const ids = new Map();
  const idOf = (f) => ids.get(f) ?? (ids.set(f, ids.size), ids.size - 1);
  const key = (type, f, options) => `${type} ${idOf(f)} ${options === true || options?.capture === true}`;
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  const forget = (target, name) => listeners.get(target)?.delete(name);
  EventTarget.prototype.addEventListener = function (type, f, options) {
    const target = this ?? globalThis;
    if (f) {
      const name = key(type, f, options);
      if (!listeners.has(target)) listeners.set(target, new Map());
      listeners.get(target).set(name, type);
      if (options?.once) add.call(target, type, () => forget(target, name), options);
    }
    return add.call(target, type, f, options);
  };
  EventTarget.prototype.removeEventListener = function (type, f, options) {
    const target = this ?? globalThis;
    if (f) forget(target, key(type, f, options));
    return remove.call(target, type, f, options);
  };
  const observed = new Map();
  for (const name of ['MutationObserver', 'ResizeObserver', 'IntersectionObserver', 'PerformanceObserver']) {
    const { observe, unobserve, disconnect } = globalThis[name].prototype;
    globalThis[name].prototype.observe = function (target, ...more) {
      if (!observed.has(this)) observed.set(this, new Set());
      observed.get(this).add(target);
      return observe.call(this, target, ...more);
    };
    if (unobserve) globalThis[name].prototype.unobserve = function (target) {
      observed.get(this)?.delete(target);
      return unobserve.call(this, target);
    };
    globalThis[name].prototype.disconnect = function () {
      observed.delete(this);
      return disconnect.call(this);
    };
  }
  const timers = new Map();
  for (const start of ['setTimeout', 'requestAnimationFrame', 'requestIdleCallback', 'setInterval']) {
    const stop = start.replace(/^set|^request/, start.startsWith('set') ? 'clear' : 'cancel');
    const [begin, end] = [globalThis[start].bind(globalThis), globalThis[stop].bind(globalThis)];
    globalThis[start] = (f, ...more) => {
      const id = begin((...given) => {
        if (start !== 'setInterval') timers.delete(`${stop} ${id}`);
        return f(...given);
      }, ...more);
      timers.set(`${stop} ${id}`, `${start} ${String(f).slice(0, 80)}`);
      return id;
    };
    globalThis[stop] = (id) => {
      timers.delete(`${stop} ${id}`);
      return end(id);
    };
  }
  globalThis.benchLeft = () => ({
    // What hangs on an element that is no more in the page went with it.
    listeners: [...listeners]
      .filter(([target]) => (target instanceof Node ? target.isConnected : !(target instanceof AbortSignal)))
      .flatMap(([target, found]) => [...found.values()].map((type) => `${target.constructor.name} ${type}`)),
    observers: [...observed].filter(([, on]) => on.size).map(([observer]) => observer.constructor.name),
    timers: [...timers.values()],
    highlights: [...CSS.highlights.keys()],
    sheets: document.adoptedStyleSheets.length,
    elements: document.querySelectorAll('[data-chartside-layer]').length,
  });
}"""

CLOCK = """() => {
  if (globalThis.benchRuns) return;
  const runs = (globalThis.benchRuns = []);
  const { requestAnimationFrame: frame } = globalThis;
  const send = chrome.runtime.sendMessage.bind(chrome.runtime);
  chrome.runtime.sendMessage = (message, ...more) => {
    const answer = send(message, ...more);
    if (message?.type === 'suggest') answer.then((found) => {
      if (found?.ok) runs.push({ arrived: performance.now(), highlights: 0, panel: 0 });
    });
    return answer;
  };
  // A task that is posted while a frame is made runs after it was handed on to be painted.
  const afterFrame = (name) => {
    const run = runs.at(-1);
    if (!run || run[name] || run[`${name}Soon`]) return;
    run[`${name}Soon`] = true;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      run[name] = performance.now();
      // Where no mark had to be changed, all stood before.
      if (name === 'panel' && !run.marking) run.highlights = run[name];
      port1.close();
    };
    port2.postMessage(0);
  };
  for (const [type, name] of [[HighlightRegistry, 'set'], [Highlight, 'add']]) {
    const real = type.prototype[name];
    type.prototype[name] = function (...given) {
      const run = runs.at(-1);
      if (run && !run.marking) { run.marking = true; frame(() => afterFrame('highlights')); }
      return real.apply(this, given);
    };
  }
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    // The panel is drawn within a frame, boxes before one.
    new MutationObserver((records) => {
      const run = runs.at(-1);
      if (!run) return;
      if (records.some(({ target }) => target.nodeType === 1 && target.closest('.boxes')) && !run.marking) {
        run.marking = true;
        frame(() => afterFrame('highlights'));
      }
      if (root.querySelector('[aria-busy=false] .section [data-code]')) afterFrame('panel');
    }).observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    return root;
  };
}"""

RUNS = "() => globalThis.benchRuns.filter((run) => run.panel && run.highlights)"
LEFT = "() => globalThis.benchLeft()"

DELAYS = """() => {
  if (window.benchKeys) return void (window.benchKeys = []);
  window.benchKeys = [];
  addEventListener('keydown', ({ timeStamp }) => {
    const key = { delay: performance.now() - timeStamp, painted: 0 };
    window.benchKeys.push(key);
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { key.painted = performance.now() - timeStamp; port1.close(); };
      port2.postMessage(0);
    });
  }, true);
}"""
"""Runs in the page itself: how long each key waited, and how long until it was painted, in milliseconds."""

EDIT = """([from, count]) => {
  const note = document.querySelector('#note');
  const finding = ['cough', 'gout', 'headache', 'asthma', 'fever'];
  for (let number = from; number < from + count; number++) {
    // A few words at changing places: the note stays as long as it was.
    if (note instanceof HTMLTextAreaElement) {
      const lines = (window.benchLines ??= note.value.split('\\n'));
      const edited = [...lines];
      const index = (2 * number + 1) % lines.length;
      edited[index] += ` Now ${finding[number % finding.length]}, day ${number}.`;
      note.value = edited.join('\\n');
    } else {
      const paragraphs = note.querySelectorAll('p');
      const words = (window.benchWords ??= document.createTextNode(''));
      words.data = ` Now ${finding[number % finding.length]}, day ${number}.`;
      const paragraph = paragraphs[(2 * number + 1) % paragraphs.length];
      if (number % 10 === 0 || !words.parentNode) paragraph.append(words);
    }
    note.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: 'x' }));
  }
}"""
"""Runs in the page itself: `count` small edits of the note, numbered from `from`."""
