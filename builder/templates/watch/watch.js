// The window of `studyguide watch`: it shows each state that the server sends, and keeps its place.
"use strict";

const at = (id) => document.getElementById(id);
const book = at("book");
const kept = { width: "phone", look: "light", whole: "no", follow: "yes", ...JSON.parse(localStorage.getItem("watch") || "{}") };
const now = { state: null, page: 0, sheet: "", pageKey: "", slug: "", spot: "", place: "", saved: 0, hash: "" };

// ------------------------------------------------------------------------------------------------ states

// One after the other, and of those that come meanwhile only the last.
let showing = Promise.resolve();
new EventSource("/events").addEventListener("message", (event) => {
  const state = JSON.parse(event.data);
  now.state = state;
  showing = showing.then(() => now.state === state && show(state)).catch(console.error);
});

async function show(state) {
  showFrame(state);
  showProblems(state);
  const shown = state.shown;
  if (!shown) return;
  const another = shown.slug !== now.slug;
  if (another) {
    Object.assign(now, { slug: shown.slug, page: 0, sheet: "", spot: "", place: "" });
    at("sheet").hidden = true;
  }
  await Promise.all([showBook(shown, another), showSheet(shown)]);
  if (shown.printed) await seen(state);
}

function showFrame(state) {
  at("title").textContent = state.title || "Study guide";
  document.title = state.problems.length ? `(${state.problems.length}) ${state.title}` : state.title || "Study guide";
  const choice = at("chapter");
  const names = JSON.stringify(state.chapters);
  if (choice.dataset.names !== names) {
    choice.replaceChildren(...state.chapters.map(([slug, title]) => new Option(title, slug)));
    choice.dataset.names = names;
  }
  if (!state.saved) at("time").textContent = "";
  if (state.shown) choice.value = state.shown.slug;
  at("status").textContent = status(state);
}

function status(state) {
  const count = state.problems.length;
  if (count) return count === 1 ? "1 problem" : `${count} problems`;
  if (state.note) return "Not shown yet";
  if (!state.shown) return "Reading the guide …";
  if (!state.shown.printed) return "Laying out …";
  if (!state.checked) return "Checking …";
  return state.numbered ? "No problems" : "No problems; page numbers are being counted";
}

function showProblems(state) {
  const note = state.checked && !state.problems.length ? state.note : "";
  at("problems").hidden = !state.problems.length && !note;
  const lead = state.shown ? "The pages are the last that could be made." : "";
  at("problems-lead").textContent = note || lead;
  at("problems-list").replaceChildren(...state.problems.map(problemItem));
}

function problemItem(problem) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = problem.link;
  link.textContent = problem.line ? `${problem.file}:${problem.line}` : problem.file;
  link.title = "Open in the editor";
  const what = document.createElement("strong");
  what.textContent = problem.what;
  item.append(link, " ", what, ` — ${problem.fix}`);
  return item;
}

// How long it took from the save of the file to the pages that are now on the screen, for whoever wants to know.
async function seen(state) {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  if (!state.saved || state.saved === now.saved) return;
  now.saved = state.saved;
  const after = Date.now() / 1000 - state.saved;
  at("time").textContent = after < 60 ? `seen ${after.toFixed(2)} s after the save` : "";
  performance.mark("seen", { detail: after });
}

// ------------------------------------------------------------------------------------------------- print

async function showSheet(shown) {
  if (!shown.proof) return;
  const { key, count } = shown.proof;
  const spot = JSON.stringify([shown.spot, shown.place, key]);
  const moved = shown.spot && spot !== now.spot;
  now.spot = spot;
  if (moved && kept.follow === "yes") now.page = shown.spot.page;
  now.page = Math.max(0, Math.min(now.page, count - 1));
  await loadSheet(shown);
  if (moved && kept.follow === "yes") reveal(shown.spot);
}

async function loadSheet(shown) {
  const { key, first, count } = shown.proof;
  at("sheet").hidden = false;
  const width = Math.min(3000, Math.max(100, Math.round(at("sheet").clientWidth * devicePixelRatio)));
  const address = `/printed/${key}/${now.page}.png?width=${width}`;
  const number = first + now.page;
  if (address !== now.sheet) {
    const picture = new Image();
    picture.src = address;
    picture.id = "picture";
    picture.alt = `Page ${number} as it is printed. Its text is in the e-book view.`;
    try {
      await picture.decode();
    } catch {
      return; // a newer page is on its way
    }
    at("picture").replaceWith(picture);
    now.sheet = address;
  }
  if (key !== now.state.shown?.proof?.key) return;
  at("page").textContent = count > 1 ? `Page ${number} (${now.page + 1} of ${count})` : `Page ${number}`;
  at("back").disabled = now.page === 0;
  at("on").disabled = now.page === count - 1;
  showBar(shown.spot);
}

function showBar(spot) {
  const bar = at("bar");
  bar.hidden = !spot || spot.page !== now.page;
  if (bar.hidden) return;
  bar.style.top = `${spot.top * 100}%`;
  bar.style.height = `${(spot.bottom - spot.top) * 100}%`;
}

function reveal(spot) {
  const desk = at("desk");
  const height = at("picture").clientHeight;
  const top = at("sheet").offsetTop + spot.top * height;
  const bottom = at("sheet").offsetTop + spot.bottom * height;
  if (top < desk.scrollTop || bottom > desk.scrollTop + desk.clientHeight) {
    desk.scrollTop = Math.max(0, Math.min(top - 40, (top + bottom - desk.clientHeight) / 2));
  }
}

function turn(step) {
  now.page += step;
  at("desk").scrollTop = 0;
  loadSheet(now.state.shown);
}

// ------------------------------------------------------------------------------------------------ e-book

async function showBook(shown, another) {
  if (shown.key !== now.pageKey) {
    const address = `/book/${shown.slug}.xhtml`;
    if (another || !book.contentDocument?.body?.id) await openBook(address);
    else await renewBook(address);
    now.pageKey = shown.key;
  }
  const moved = shown.place && `${shown.place} ${shown.key}` !== now.place;
  now.place = `${shown.place} ${shown.key}`;
  markPlace(shown.place, moved && kept.follow === "yes");
}

function openBook(address) {
  return new Promise((done) => {
    book.addEventListener("load", done, { once: true });
    book.contentWindow.location.replace(address + now.hash);
    now.hash = "";
  });
}

// The same document with another text: so nothing flickers, and what was at the top of the window is there again.
async function renewBook(address) {
  const answer = await fetch(address);
  if (!answer.ok) return;
  const next = new DOMParser().parseFromString(await answer.text(), "application/xhtml+xml");
  const page = book.contentDocument;
  const top = [...page.querySelectorAll("[id]")].find((element) => element.childElementCount === 0 && element.getBoundingClientRect().bottom > 0);
  const before = top?.getBoundingClientRect().top;
  page.body.replaceChildren(...page.importNode(next.body, true).childNodes);
  page.body.className = next.body.className;
  const again = top && page.getElementById(top.id);
  if (again) book.contentWindow.scrollBy(0, again.getBoundingClientRect().top - before);
}

function dress() {
  const page = book.contentDocument;
  if (!page?.body) return;
  page.body.id ||= "body";
  page.documentElement.dataset.look = kept.look;
  page.addEventListener("click", followLink);
}

function markPlace(place, go) {
  const page = book.contentDocument;
  for (const old of page.querySelectorAll("[data-changed]")) delete old.dataset.changed;
  const element = place && page.getElementById(place);
  if (!element) return;
  element.dataset.changed = "yes";
  const { top, bottom } = element.getBoundingClientRect();
  if (go && (top < 0 || bottom > book.clientHeight)) element.scrollIntoView({ block: bottom - top > book.clientHeight ? "start" : "center" });
}

function followLink(event) {
  const link = event.target.closest?.("a[href]");
  if (!link) return;
  event.preventDefault();
  const target = new URL(link.href);
  const slug = target.pathname.match(/^\/book\/(.+)\.xhtml$/)?.[1];
  if (target.origin !== location.origin || !slug) return;
  if (slug === now.slug) book.contentDocument.getElementById(target.hash.slice(1))?.scrollIntoView();
  else choose(slug, target.hash);
}

// ----------------------------------------------------------------------------------------------- choices

function choose(slug, hash = "") {
  now.hash = hash;
  fetch(`/show/${encodeURIComponent(slug)}`, { method: "POST" });
}

function keep(name, value) {
  kept[name] = value;
  localStorage.setItem("watch", JSON.stringify(kept));
  apply();
}

function apply() {
  document.body.dataset.width = kept.width;
  document.body.dataset.whole = kept.whole;
  if (book.contentDocument?.documentElement) book.contentDocument.documentElement.dataset.look = kept.look;
  book.dataset.look = kept.look;
  at("whole").setAttribute("aria-pressed", kept.whole === "yes");
  at("follow").setAttribute("aria-pressed", kept.follow === "yes");
  for (const button of document.querySelectorAll("[data-set]")) {
    button.setAttribute("aria-pressed", kept[button.dataset.set] === button.dataset.to);
  }
}

function whenResized() {
  clearTimeout(now.timer);
  now.timer = setTimeout(() => now.state?.shown?.proof && loadSheet(now.state.shown), 100);
}

apply();
book.addEventListener("load", dress);
at("chapter").addEventListener("change", (event) => choose(event.target.value));
at("back").addEventListener("click", () => turn(-1));
at("on").addEventListener("click", () => turn(1));
at("whole").addEventListener("click", () => keep("whole", kept.whole === "yes" ? "no" : "yes"));
at("follow").addEventListener("click", () => keep("follow", kept.follow === "yes" ? "no" : "yes"));
for (const button of document.querySelectorAll("[data-set]")) {
  button.addEventListener("click", () => keep(button.dataset.set, button.dataset.to));
}
new ResizeObserver(whenResized).observe(at("sheet"));
