// Comforts only: the page is complete without this script.
(function () {
  "use strict";
  var figures = Array.prototype.slice.call(document.querySelectorAll("details.figure"));
  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1));
    var target = id && document.getElementById(id);
    for (var box = target; box; box = box.parentElement) {
      box.hidden = false;
      if (box.tagName === "DETAILS") box.open = true;
    }
    if (target) target.scrollIntoView();
  }
  function setAll(open) { figures.forEach(function (f) { f.open = open && !f.hidden; }); }
  window.addEventListener("hashchange", reveal);
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) reveal();
  });
  reveal();
  document.querySelector(".tools").hidden = false;
  document.getElementById("open-all").addEventListener("click", function () { setAll(true); });
  document.getElementById("close-all").addEventListener("click", function () { setAll(false); });
  document.getElementById("search").addEventListener("input", function (event) {
    var words = event.target.value.trim();
    figures.forEach(function (f) { f.hidden = f.dataset.name.indexOf(words) < 0; });
    document.querySelectorAll(".part, .chapter").forEach(function (part) {
      part.hidden = !part.querySelector("details.figure:not([hidden])");
    });
  });
  if (window.matchMedia("(max-width: 60rem)").matches) document.querySelector("nav details").open = false;
})();
