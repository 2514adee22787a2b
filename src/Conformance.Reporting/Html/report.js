(() => {
  "use strict";
  const page = document.documentElement;
  const by = id => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const find = by("q"), family = by("family"), operation = by("operation"), shown = by("shown");
  const verdicts = all(".filters [name=verdict]");
  page.classList.add("js");

  // What can be filtered: the entries by cause, and the cases. The text of a case is read when it is first searched.
  const rules = all(".rule");
  const entries = [
    ...all(".cause").map(node => ({ node, family: node.dataset.f, operations: node.dataset.o.split(" ") })),
    ...rules.flatMap(rule => all(".case, .quiet li", rule).map(node => ({
      node, rule, family: rule.dataset.f, verdict: node.dataset.v || node.parentElement.parentElement.dataset.v,
      operations: [node.dataset.o ?? node.firstChild.textContent.trim().split(" [")[0]],
    }))),
  ];
  const cases = entries.filter(entry => entry.rule).length;
  const reasons = all(".unjudged .reasons > li");
  const rows = all(".matrix tbody tr");
  // An entry that is a link as a whole came to what stands once in front of the list.
  const cameOf = node => node.matches("li") && node.firstChild.nodeName === "A"
    ? " " + node.closest(".quiet").querySelector(".came").textContent : "";
  const textOf = entry => entry.text ??= ((entry.rule ? entry.rule.querySelector("h3").textContent + " " : "") + entry.node.textContent
    + cameOf(entry.node)).toLowerCase();

  let state = { verdict: [], family: "", operation: "", q: "", at: "" };

  const read = () => {
    const fragment = location.hash.slice(1);
    if (!fragment.includes("=")) return { verdict: [], family: "", operation: "", q: "", at: decode(fragment) };
    const values = new URLSearchParams(fragment);
    return {
      verdict: (values.get("verdict") || "").split(",").filter(Boolean),
      family: values.get("family") || "", operation: values.get("operation") || "", q: values.get("q") || "", at: values.get("at") || "",
    };
  };
  const decode = text => { try { return decodeURIComponent(text); } catch { return text; } };
  const write = () => {
    const values = new URLSearchParams();
    if (state.verdict.length) values.set("verdict", state.verdict.join(","));
    for (const name of ["family", "operation", "q"]) if (state[name]) values.set(name, state[name]);
    const filtered = values.size > 0;
    if (state.at && filtered) values.set("at", state.at);
    history.replaceState(null, "", "#" + (filtered ? values.toString().replaceAll("%2C", ",") : state.at));
  };

  const apply = () => {
    const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    const active = state.verdict.length || state.family || state.operation || words.length;
    let count = 0;
    for (const entry of entries) {
      const fits = (!state.verdict.length || state.verdict.includes(entry.verdict || entry.node.dataset.v))
        && (!state.family || entry.family.split(" ").includes(state.family))
        && (!state.operation || entry.operations.includes(state.operation))
        && (!words.length || words.every(word => textOf(entry).includes(word)));
      entry.node.hidden = !fits;
      if (fits && entry.rule) count++;
    }
    for (const group of all(".quiet")) group.hidden = !group.querySelector("li:not([hidden])");
    for (const rule of rules) rule.hidden = !rule.querySelector(".case:not([hidden]), .quiet:not([hidden])");
    for (const section of all(".causes")) section.hidden = !section.querySelector(".cause:not([hidden])");
    for (const reason of reasons) {
      reason.hidden = Boolean(state.family || state.operation) || (state.verdict.length > 0 && !state.verdict.includes(reason.dataset.v))
        || !words.every(word => reason.textContent.toLowerCase().includes(word));
    }
    for (const section of all(".unjudged")) section.hidden = Boolean(active) && all(".reasons > li", section).every(reason => reason.hidden);
    for (const row of rows) row.hidden = Boolean(state.family) && row.dataset.f !== state.family;
    shown.textContent = active ? `${count.toLocaleString("en")} of ${cases.toLocaleString("en")} cases` : "";
    by("reset").hidden = !active;
  };
  const fill = () => {
    find.value = state.q;
    for (const box of verdicts) box.checked = state.verdict.includes(box.value);
    family.value = state.family;
    operation.value = state.operation;
  };

  const reveal = (id, move) => {
    const target = id && by(id);
    if (!target) return;
    for (let node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") node.open = true;
      if (node.hidden) node.hidden = false;
    }
    if (!move) return;
    const entry = (target.matches(".body, .x pre") && target.closest("details")?.querySelector("summary")) || target;
    if (entry !== target) entry.focus({ preventScroll: true });
    // What is above is only measured once it has been near the view, so the first jump can miss.
    let jumps = 4;
    const jump = () => { entry.scrollIntoView({ behavior: "instant", block: "start" }); if (--jumps) requestAnimationFrame(jump); };
    jump();
  };

  const follow = () => { state = read(); fill(); apply(); reveal(state.at, true); };
  addEventListener("hashchange", follow);

  const change = () => {
    state.verdict = verdicts.filter(box => box.checked).map(box => box.value);
    state.family = family.value;
    state.operation = operation.value;
    state.q = find.value.trim();
    state.at = "";
    write();
    apply();
  };
  let pending = 0;
  find.addEventListener("input", () => { clearTimeout(pending); pending = setTimeout(change, 120); });
  for (const control of [...verdicts, family, operation]) control.addEventListener("change", change);
  by("reset").addEventListener("click", () => {
    find.value = ""; family.value = ""; operation.value = "";
    for (const box of verdicts) box.checked = false;
    change();
    find.focus();
  });
  for (const link of all("[data-verdict]")) {
    link.addEventListener("click", event => {
      event.preventDefault();
      for (const box of verdicts) box.checked = box.value === link.dataset.verdict;
      change();
      by("cases")?.scrollIntoView();
    });
  }

  // A shared set of headers is written out where it belongs as soon as somebody looks.
  document.addEventListener("toggle", event => {
    const details = event.target;
    if (!(details instanceof HTMLDetailsElement) || !details.open) return;
    for (const link of all("a.set", details)) {
      const lines = by(link.hash.slice(1))?.querySelector("pre")?.textContent;
      if (lines !== undefined) link.replaceWith(lines);
    }
    const id = details.querySelector(".body[id]")?.id;
    if (id && (details.classList.contains("case") || details.parentElement.classList.contains("cause")) && details.contains(document.activeElement)) {
      state.at = id;
      write();
    }
  }, true);

  for (const box of all(".copy")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      const text = box.querySelector("pre");
      try {
        await navigator.clipboard.writeText(text.textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(text);
        button.textContent = "Selected";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    box.append(button);
  }

  const move = step => {
    const stops = all("summary.entry").filter(node => node.checkVisibility());
    const here = stops.indexOf(document.activeElement);
    const next = here < 0
      ? (step > 0 ? stops.find(node => node.getBoundingClientRect().top >= 0) || stops[0] : stops.findLast(node => node.getBoundingClientRect().top < 0) || stops[0])
      : stops[Math.min(stops.length - 1, Math.max(0, here + step))];
    if (next) { next.focus({ preventScroll: true }); next.scrollIntoView({ block: "nearest" }); }
  };
  addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest?.("input:not([type=checkbox]), select, textarea");
    if (typing) {
      if (event.key === "Escape") { if (find.value) { find.value = ""; change(); } typing.blur(); }
      return;
    }
    const onEntry = document.activeElement?.matches?.("summary.entry");
    if (event.key === "/") { event.preventDefault(); find.focus(); find.select(); }
    else if (event.key === "j" || (event.key === "ArrowDown" && onEntry)) { event.preventDefault(); move(1); }
    else if (event.key === "k" || (event.key === "ArrowUp" && onEntry)) { event.preventDefault(); move(-1); }
  });

  addEventListener("beforeprint", () => { for (const details of all(".cause details, details.settings, details.skips")) { details.dataset.was ??= details.open ? "1" : ""; details.open = true; } });
  addEventListener("afterprint", () => { for (const details of all("details[data-was]")) { details.open = details.dataset.was === "1"; delete details.dataset.was; } });

  if (location.hash.length > 1) follow(); else apply();
})();
