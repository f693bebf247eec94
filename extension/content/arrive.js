/** Last of the list where a site is switched on: asks whether this tab is on that site. */
"use strict";
void globalThis.__chartside.boot.arrive();
