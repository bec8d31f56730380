// Offers the browser's own printing.
"use strict";
const button = document.querySelector("[data-print]");
button.classList.remove("hidden");
button.addEventListener("click", () => print());
