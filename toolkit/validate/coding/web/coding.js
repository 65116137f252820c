"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const SPANS = ["content", "cue", "source", "reason"];
const KEYS = { c: "content", u: "cue", s: "source", r: "reason" };
const STORE = ["coding", data.blind ? "" : "review", data.coder, ...data.articles.map((a) => a.text_hash)].join(":");
const fresh = ({ article, text_hash, quotes }) => ({ article, text_hash, done: false, note: "", quotes });
const sheet = data.articles.map(fresh);
let number = 0, current = null, cursor = 0, anchor = 0, tokens = [];

// ------------------------------------------------------------------ text and offsets
// Offsets are code points, as in Python; the page counts UTF-16 units.
const points = (text) => [...text].length;
const article = () => data.articles[number];
const coding = () => sheet[number];
const words = ([a, b]) => [...article().text].slice(a, b).join("");

function tokenized(text) {
  const found = [];
  let at = 0, units = 0;
  for (const match of text.matchAll(/[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*|\S/gu)) {
    at += points(text.slice(units, match.index));
    found.push({ unit: match.index, units: match[0].length, a: at, b: at + points(match[0]), word: match[0] });
    at += points(match[0]);
    units = match.index + match[0].length;
  }
  return found;
}

function showText() {
  const { text, body } = article(), place = $("text");
  tokens = tokenized(text);
  place.textContent = "";
  let home = place.appendChild(element("span", "title")), units = 0;
  for (const token of tokens) {
    const between = text.slice(units, token.unit);
    if (token.a >= body && home.className === "title") {
      place.append(between);
      home = place.appendChild(element("span"));
    } else home.append(between);
    token.node = home.appendChild(element("span", "", token.word));
    units = token.unit + token.units;
  }
  place.append(text.slice(units));
  cursor = anchor = 0;
}

function element(name, css = "", text = "") {
  const made = document.createElement(name);
  if (css) made.className = css;
  if (text) made.textContent = text;
  return made;
}

// ------------------------------------------------------------------ selecting
const picked = () => [Math.min(anchor, cursor), Math.max(anchor, cursor)];

function pickedSpan() {
  const [first, last] = picked();
  return [tokens[first].a, tokens[last].b];
}

function unitsBefore(node, offset) {
  const range = document.createRange();
  range.setStart($("text"), 0);
  range.setEnd(node, offset);
  return range.toString().length;
}

$("text").addEventListener("mouseup", () => {
  const selection = window.getSelection();
  if (!selection.rangeCount || !$("text").contains(selection.anchorNode)) return;
  const range = selection.getRangeAt(0);
  const from = unitsBefore(range.startContainer, range.startOffset);
  const to = Math.max(from + 1, unitsBefore(range.endContainer, range.endOffset));
  const touched = tokens.map((t, i) => [t, i]).filter(([t]) => t.unit < to && t.unit + t.units > from);
  if (!touched.length) return;
  anchor = touched[0][1];
  cursor = touched[touched.length - 1][1];
  selection.removeAllRanges();
  mark();
});

function below(step) {
  const here = tokens[cursor].node.getBoundingClientRect();
  let best = cursor, near = Infinity, line = null;
  for (let i = cursor + step; tokens[i]; i += step) {
    const box = tokens[i].node.getBoundingClientRect();
    if (Math.abs(box.top - here.top) < here.height / 2) continue;
    line ??= box.top;
    if (Math.abs(box.top - line) > here.height / 2) break;
    if (Math.abs(box.left - here.left) < near) [best, near] = [i, Math.abs(box.left - here.left)];
  }
  return best;
}

function sentence(step) {
  let i = cursor + step;
  while (tokens[i] && !/[.!?]/.test(tokens[i].word.slice(-1))) i += step;
  return i;
}

const MOVES = {
  ArrowRight: (e) => (e.ctrlKey || e.altKey ? sentence(1) : cursor + 1),
  ArrowLeft: (e) => (e.ctrlKey || e.altKey ? sentence(-1) : cursor - 1),
  ArrowDown: () => below(1),
  ArrowUp: () => below(-1),
  Home: () => 0,
  End: () => tokens.length - 1,
};

$("text").addEventListener("keydown", (e) => {
  const key = e.key.length === 1 ? e.key.toLowerCase() : e.key;
  if (MOVES[key]) {
    cursor = Math.max(0, Math.min(tokens.length - 1, MOVES[key](e)));
    if (!e.shiftKey) anchor = cursor;
  } else if (e.ctrlKey || e.metaKey || e.altKey) return;
  else if (KEYS[key]) give(KEYS[key]);
  else if (key === "n") choose(null);
  else if (key === "Delete" || key === "Backspace") clear();
  else if (key === "Enter") $("form").elements[0].focus();
  else if (key === "[" || key === "]") open(number + (key === "]" ? 1 : -1));
  else return;
  e.preventDefault();
  mark();
  tokens[cursor].node.scrollIntoView({ block: "nearest" });
});

// ------------------------------------------------------------------ quotes
const chosen = () => coding().quotes[current];
const spans = (quote, role) =>
  role === "content" ? quote.segments : quote[`${role}_span`] ? [quote[`${role}_span`]] : [];

function blank() {
  const made = { segments: [], cue_span: null, source_span: null, reason_span: null, speaker: "" };
  for (const v of data.variables) if (v.values.length) made[v.name] = null;
  const why = data.blind ? {} : { why: "" };
  return { ...made, ...why, cue_kind: "communication", anonymous: "false" };
}

function give(role) {
  const span = pickedSpan();
  if (current === null) current = coding().quotes.push(blank()) - 1;
  const quote = chosen();
  if (role === "content") {
    const apart = quote.segments.filter(([a, b]) => b <= span[0] || a >= span[1]);
    quote.segments = [...apart, span].sort((x, y) => x[0] - y[0]);
  } else quote[`${role}_span`] = span;
  say(`${role}: ${words(span)}`);
  changed();
}

function clear() {
  const quote = chosen();
  if (!quote) return;
  const [from, to] = pickedSpan();
  const meets = ([a, b]) => a < to && b > from;
  quote.segments = quote.segments.filter((s) => !meets(s));
  for (const role of SPANS.slice(1)) if (spans(quote, role).some(meets)) quote[`${role}_span`] = null;
  say("taken away");
  changed();
}

function choose(index) {
  current = index;
  say(index === null ? "New quote: select its words." : `Quote ${index + 1}`);
  changed();
  if (index !== null) document.querySelector("#text .content")?.scrollIntoView({ block: "nearest" });
}

function missing(quote) {
  const labels = data.variables.filter((v) => v.values.length && quote[v.name] === null);
  return [...(quote.segments.length ? [] : ["content"]), ...labels.map((v) => v.label.toLowerCase())];
}

// ------------------------------------------------------------------ what is shown
const say = (text) => ($("said").textContent = text);

function mark() {
  const [first, last] = picked(), quote = chosen();
  const others = coding().quotes.filter((q) => q !== quote).flatMap((q) => q.segments);
  tokens.forEach((token, i) => {
    const meets = ([a, b]) => a < token.b && b > token.a;
    const css = [];
    if (others.some(meets)) css.push("other");
    if (quote) css.push(...SPANS.filter((role) => spans(quote, role).some(meets)));
    if (i >= first && i <= last) css.push("picked");
    if (i === cursor) css.push("here");
    token.node.className = css.join(" ");
  });
}

function showQuotes() {
  const list = $("quotes");
  list.textContent = "";
  coding().quotes.forEach((quote, i) => {
    const row = list.appendChild(element("li"));
    const what = quote.segments.map(words).join(" … ") || "(no content yet)";
    const button = row.appendChild(element("button", "", `${quote.speaker || "?"}: ${what}`));
    button.type = "button";
    button.setAttribute("aria-current", String(i === current));
    button.onclick = () => choose(i);
    const lacks = missing(quote);
    if (lacks.length) row.append(" ", element("span", "problem", `missing: ${lacks.join(", ")}`));
    const remove = row.appendChild(element("button", "", "✕"));
    remove.type = "button";
    remove.setAttribute("aria-label", `Remove quote ${i + 1}`);
    remove.onclick = () => {
      coding().quotes.splice(i, 1);
      choose(null);
    };
  });
}

function showForm() {
  const quote = chosen() ?? blank();
  for (const field of $("form").elements)
    if (field.name) field.value = quote[field.name] ?? "";
  $("form").inert = false;
  const names = coding().quotes.flatMap((q) => [q.speaker, ...spans(q, "source").map(words)]);
  $("speakers").replaceChildren(...[...new Set(names.filter(Boolean))].map((n) => new Option(n, n)));
  tell();
}

function tell() {
  for (const v of data.variables.filter((one) => one.values.length)) {
    const value = $("form").elements[v.name].value;
    const found = v.values.find((one) => one[0] === value);
    $(`about-${v.name}`).textContent = found ? found[2] : "";
  }
}

function changed() {
  $("done").checked = coding().done;
  $("note").value = coding().note;
  const done = sheet.filter((s) => s.done).length;
  $("progress").textContent = `${done} of ${sheet.length} articles coded`;
  showQuotes();
  showForm();
  mark();
  keep();
}

function open(index) {
  if (!data.articles[index]) return;
  number = index;
  current = null;
  $("article").value = String(index);
  showText();
  changed();
}

// ------------------------------------------------------------------ keeping
// A notebook listens for "coded" and keeps the sheet itself; a page alone has the browser's store.
function keep() {
  window.dispatchEvent(new CustomEvent("coded", { detail: written() }));
  if (data.saved) return;
  try {
    localStorage.setItem(STORE, JSON.stringify(sheet));
  } catch {
    $("progress").textContent += " – this browser keeps nothing: save to a file often";
  }
}

function take(rows) {
  const unknown = [];
  for (const row of rows) {
    const own = sheet.find((s) => s.article === row.article && s.text_hash === row.text_hash);
    if (own) Object.assign(own, row);
    else unknown.push(row.article);
  }
  return unknown;
}

function written() {
  const quotes = (s, text) =>
    s.quotes.map((q) => {
      const slice = ([a, b]) => [...text].slice(a, b).join("");
      const own = { ...q, content: q.segments.map(slice) };
      for (const role of SPANS.slice(1)) own[role] = q[`${role}_span`] ? slice(q[`${role}_span`]) : null;
      return own;
    });
  const articles = sheet.map((s, i) => ({ ...s, quotes: quotes(s, data.articles[i].text) }));
  return { coder: data.coder, blind: data.blind, saved: new Date().toISOString(), articles };
}

$("save").onclick = () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(written(), null, 1)], { type: "application/json" }));
  link.download = `${data.coder}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
  say("Saved to a file.");
};

$("load").onchange = async (e) => {
  try {
    const given = JSON.parse(await e.target.files[0].text());
    const unknown = take(given.articles);
    open(number);
    say(unknown.length ? `Not of this sheet, left out: ${unknown.join(", ")}` : "Read from the file.");
  } catch (error) {
    say(`This file is no coding: ${error.message}`);
  }
};

// ------------------------------------------------------------------ the page
function label(text, field) {
  const made = element("label", "", text);
  made.append(field);
  return made;
}

function build() {
  data.articles.forEach((a, i) => {
    const first = a.text.split("\n")[0];
    $("article").append(new Option(`${i + 1}. ${first.slice(0, 70)}`, String(i)));
  });
  for (const [key, role] of Object.entries(KEYS)) {
    const button = $("roles").appendChild(element("button", role, role));
    button.type = "button";
    button.append(" ", element("kbd", "", key));
    button.onclick = () => give(role);
  }
  const speaker = element("input");
  speaker.name = "speaker";
  speaker.setAttribute("list", "speakers");
  const names = element("datalist");
  names.id = "speakers";
  $("form").append(label("Speaker", speaker), names);
  for (const v of data.variables.filter((one) => one.values.length)) {
    const field = element("select");
    field.name = v.name;
    field.append(new Option("choose …", ""), ...v.values.map(([value, text]) => new Option(text, value)));
    field.setAttribute("aria-describedby", `about-${v.name}`);
    const line = label(v.label, field), about = element("p", "about");
    about.id = `about-${v.name}`;
    line.append(about);
    $("form").append(line);
  }
  if (!data.blind) {
    const why = element("input");
    why.name = "why";
    $("form").append(label("Why changed", why));
    $("hint").textContent = "The machine's quotes are below: correct what is wrong, add what it missed. " + $("hint").textContent;
  }
  const buttons = $("form").appendChild(element("div", "buttons"));
  for (const [text, type] of [["Keep, next quote", "submit"], ["New quote", "button"]]) {
    const button = buttons.appendChild(element("button", "", text));
    button.type = type;
    if (type === "button") button.onclick = () => choose(null);
  }
  explain();
}

function explain() {
  const help = $("help"), keys = element("p");
  keys.textContent =
    "In the text: arrows move, Shift selects, Ctrl or Alt with an arrow goes to the sentence's end; " +
    "c content, u cue, s source, r reason for anonymity; n new quote, Delete takes away, " +
    "Enter goes to the form, [ and ] to other articles. In the form: Enter keeps the quote, Escape goes back.";
  const list = element("ul");
  list.append(...data.rules.map((rule) => element("li", "", rule)));
  const terms = element("dl");
  for (const v of data.variables) {
    terms.append(element("dt", "", v.label), element("dd", "", v.about));
    for (const [, text, about] of v.values) terms.append(element("dd", "", `${text}: ${about}`));
  }
  help.append(keys, list, terms);
}

$("form").addEventListener("input", (e) => {
  if (current === null) current = coding().quotes.push(blank()) - 1;
  chosen()[e.target.name] = e.target.value || (e.target.tagName === "INPUT" ? "" : null);
  tell();
  showQuotes();
  keep();
});
$("form").addEventListener("submit", (e) => {
  e.preventDefault();
  const lacks = chosen() ? missing(chosen()) : [];
  if (lacks.length) return say(`Still missing: ${lacks.join(", ")}`);
  choose(null);
  $("text").focus();
});
$("form").addEventListener("keydown", (e) => {
  if (e.key === "Escape") $("text").focus();
  if (e.key === "Enter" && e.target.tagName === "SELECT") {
    e.preventDefault();
    $("form").requestSubmit();
  }
});
$("article").onchange = (e) => open(Number(e.target.value));
$("done").onchange = (e) => {
  coding().done = e.target.checked;
  changed();
};
$("note").oninput = (e) => {
  coding().note = e.target.value;
  keep();
};

build();
try {
  take(data.saved ?? JSON.parse(localStorage.getItem(STORE)) ?? []);
} catch {
  say("Nothing was kept here before.");
}
open(0);
