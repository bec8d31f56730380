// Tells size and type of a file before it is sent, and shows how far the sending is. Without this the form works as well.
"use strict";
const form = document.querySelector("form.upload");
const drop = form.querySelector(".drop");
const input = form.querySelector("input[type=file]");
const told = document.getElementById("told");
const bar = form.querySelector("progress");
const words = JSON.parse(form.dataset.words);
const largest = Number(form.dataset.largest);

function size(bytes) {
  return bytes < 1048576 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / 1048576).toFixed(1) + " MB";
}

function tell(text, bad) {
  told.textContent = text;
  told.classList.toggle("bad", Boolean(bad));
}

// By the first bytes, as the reader on the other side does, never by the suffix.
async function kindOf(file) {
  const head = new Uint8Array(await file.slice(0, 1024).arrayBuffer());
  const starts = (...bytes) => bytes.every((byte, at) => head[at] === byte);
  const ascii = String.fromCharCode(...head);
  if (ascii.includes("%PDF-")) return "pdf";
  if (starts(0x50, 0x4b, 0x03, 0x04)) return "docx";
  if (starts(0x89, 0x50, 0x4e, 0x47) || starts(0xff, 0xd8, 0xff)) return "picture";
  if (starts(0xd0, 0xcf, 0x11, 0xe0) || head.some((byte) => byte === 0)) return "odd";
  return "text";
}

async function look() {
  const file = input.files[0];
  if (!file) { tell(""); return false; }
  if (file.size === 0) { tell(words.empty, true); return false; }
  if (file.size > largest) { tell(size(file.size) + "：" + words.large, true); return false; }
  const kind = await kindOf(file);
  if (kind === "odd") { tell(size(file.size) + "：" + words.odd, true); return true; }
  tell(words[kind] + "，" + size(file.size));
  return true;
}

input.addEventListener("change", look);
for (const name of ["dragenter", "dragover"]) {
  drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
}
for (const name of ["dragleave", "drop"]) {
  drop.addEventListener(name, () => drop.classList.remove("over"));
}
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; look(); }
});

form.addEventListener("submit", (event) => {
  const file = input.files[0];
  if (file && (file.size > largest || file.size === 0)) { event.preventDefault(); look(); return; }
  if (event.submitter && event.submitter.dataset.plain !== undefined) { tell(words.sending + "…"); return; }
  event.preventDefault();
  send();
});

function send() {
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  bar.classList.remove("hidden");
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    bar.value = Math.round(100 * event.loaded / event.total);
    tell(event.loaded < event.total ? words.sending + " " + bar.value + "%" : words.sent + "…");
  });
  request.addEventListener("load", () => {
    if (request.status < 400) { location.assign(request.responseURL); return; }
    bar.classList.add("hidden");
    const page = new DOMParser().parseFromString(request.responseText, "text/html").querySelector(".alert");
    tell(page ? page.textContent : words.failed, true);
  });
  request.addEventListener("error", () => { bar.classList.add("hidden"); tell(words.failed, true); });
  request.send(new FormData(form));
}
