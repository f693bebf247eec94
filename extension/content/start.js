/** Last of the list when a page is switched on. */
"use strict";
globalThis.__chartside.boot.start();
