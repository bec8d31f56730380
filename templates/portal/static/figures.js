// Keeps a figure's card inside the page, and lets Escape put it away. Cards open by hover, focus and tap without this.
"use strict";
function place(event) {
  const figure = event.target.closest && event.target.closest("a.fig");
  if (!figure) return;
  figure.classList.remove("dismissed", "leftward");
  const card = figure.querySelector(".tip");
  if (card && card.getBoundingClientRect().right > document.documentElement.clientWidth - 4) figure.classList.add("leftward");
}
document.addEventListener("mouseover", place);
document.addEventListener("focusin", place);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const figure of document.querySelectorAll("a.fig:hover, a.fig:focus")) figure.classList.add("dismissed");
});
// A tap shows the card; the list of figures is reached by a second one.
document.addEventListener("click", (event) => {
  const figure = event.target.closest("a.fig");
  if (figure && matchMedia("(hover: none)").matches && !figure.dataset.tapped) {
    event.preventDefault();
    for (const other of document.querySelectorAll("a.fig[data-tapped]")) delete other.dataset.tapped;
    figure.dataset.tapped = "1";
    figure.focus();
  }
});
// What a link leads to may lie in a closed part of the page.
function open() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  const closed = target && target.closest("details:not([open])");
  if (closed) { closed.open = true; target.scrollIntoView({ block: "center" }); }
}
addEventListener("hashchange", open);
open();
