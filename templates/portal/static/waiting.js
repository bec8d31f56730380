// Asks every two seconds whether the report has been read, and shows the page again when it has.
"use strict";
const waiting = document.querySelector("[data-state]");
async function look() {
  try {
    const answer = await fetch(waiting.dataset.state, { credentials: "same-origin" });
    if (answer.ok && (await answer.json()).state !== "received") { location.reload(); return; }
  } catch (error) {
    // The server may be starting again; the next look finds out.
  }
  setTimeout(look, 2000);
}
setTimeout(look, 1500);
