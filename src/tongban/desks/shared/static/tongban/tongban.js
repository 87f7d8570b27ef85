/* Keys, the key map, find, dialogs, countdowns, focus after a swap, the next page in advance.
   Everything is driven by attributes (docs/design/pieces.md); without this file pages still work. */
"use strict";

(() => {
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  const typing = (element) =>
    element.matches("textarea, select, [contenteditable=true]") ||
    (element.matches("input") && !["radio", "checkbox", "button", "submit", "file"].includes(element.type));

  const visible = (element) => element.offsetParent !== null || element.getClientRects().length > 0;

  /* ---------- keys ---------- */

  function nameOf(event) {
    const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    const parts = [];
    if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
    if (event.altKey) parts.push("Alt");
    if (event.shiftKey && (key.length > 1 || /[A-Z]/.test(key))) parts.push("Shift");
    return [...parts, key].join("+");
  }

  function scope() {
    const open = all("dialog[open]").pop();
    return open || document;
  }

  function carryOut(element) {
    if (element.hasAttribute("data-key-arms")) {
      element.focus();
      return;
    }
    if (typing(element)) element.focus();
    else {
      element.focus({ preventScroll: true });
      element.click();
    }
  }

  const rowLinks = () =>
    all("main tbody tr", scope())
      .map((row) => find("a[href]", row))
      .filter((link) => link && visible(link));

  /* Where no button bears J and K, they go through the rows of a list; Enter opens the one in focus. */
  function toRow(by) {
    const links = rowLinks();
    if (!links.length) return false;
    const row = document.activeElement.closest("tbody tr");
    const at = row ? links.indexOf(find("a[href]", row)) : -1;
    links[Math.min(Math.max(at + by, 0), links.length - 1)].focus();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const name = nameOf(event);
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !/^F\d+$/.test(event.key);
    if (plain && typing(event.target)) return;
    if (name === "Enter" && event.target.matches("a, button, summary, input")) return;
    const element = all("[data-key]", scope()).find(
      (candidate) => candidate.dataset.key.toLowerCase() === name.toLowerCase() && visible(candidate),
    );
    if (!element && /^[JK]$/.test(name) && toRow(name === "J" ? 1 : -1)) event.preventDefault();
    if (!element || element.disabled || element.getAttribute("aria-disabled") === "true") return;
    event.preventDefault();
    if (!event.repeat || /^[jk]$/i.test(event.key)) carryOut(element);
  });

  function keyLine(keys, words) {
    const line = document.createElement("li");
    const label = document.createElement("span");
    const caps = document.createElement("span");
    label.textContent = words;
    for (const key of keys) {
      const cap = document.createElement("kbd");
      cap.textContent = { Enter: "↵", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc" }[key] || key;
      caps.append(cap, " ");
    }
    line.append(label, caps);
    return line;
  }

  /* All that works on this page now: what bears a key, the page's own first, and the rows of a list. */
  function drawKeyMap(list) {
    const seen = new Set();
    list.replaceChildren();
    for (const element of [...all("main [data-key], .foot [data-key]"), ...all("[data-key]")]) {
      const keys = element.dataset.key;
      if (seen.has(keys) || !visible(element)) continue;
      seen.add(keys);
      const caps = [...keys.split("+"), ...(element.hasAttribute("data-key-arms") ? ["Enter"] : [])];
      list.append(keyLine(caps, element.dataset.keyLabel || element.textContent.trim()));
    }
    if (seen.has("J") || seen.has("K") || !rowLinks().length) return;
    list.append(keyLine(["J", "K"], "下一行 上一行"), keyLine(["Enter"], "打开选中的一行"));
  }

  /* ---------- dialogs, menus ---------- */

  function open(dialog) {
    if (!dialog || dialog.open) return;
    const list = find("[data-keymap]", dialog);
    if (list) drawKeyMap(list);
    dialog.showModal();
    const first = find("[autofocus]", dialog);
    if (first) first.focus();
    if (dialog.id === "palette") {
      find("#palette-input").select();
      listCommands("");
    }
  }

  document.addEventListener(
    "click",
    (event) => {
      const opener = event.target.closest("[data-opens]");
      const dialog = opener && document.getElementById(opener.dataset.opens);
      if (dialog && typeof dialog.showModal === "function") {
        event.preventDefault();
        event.stopPropagation();
        open(dialog);
        return;
      }
      const closer = event.target.closest("[data-closes]");
      if (closer) {
        event.preventDefault();
        closer.closest("dialog").close();
      }
      for (const menu of all("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
    },
    true,
  );

  /* ---------- find and commands ---------- */

  function listCommands(query) {
    const box = find("[data-palette-commands]");
    if (!box) return;
    box.replaceChildren();
    const words = query.trim().toLowerCase();
    const commands = all(".nav a, .acts .btn, .step a, .officer-menu a").filter(
      (element) => words && element.textContent.toLowerCase().includes(words),
    );
    for (const element of commands.slice(0, 6)) {
      const line = document.createElement("button");
      line.type = "button";
      line.className = "hit";
      line.textContent = (element.dataset.keyLabel || element.textContent).trim().replace(/\s+/g, " ");
      line.addEventListener("click", () => {
        box.closest("dialog").close();
        carryOut(element);
      });
      box.append(line);
    }
  }

  document.addEventListener("input", (event) => {
    if (event.target.id === "palette-input") listCommands(event.target.value);
  });

  document.addEventListener("keydown", (event) => {
    const palette = event.target.closest && event.target.closest("#palette");
    if (!palette || !["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
    const hits = all(".hit", palette);
    const at = hits.indexOf(document.activeElement);
    if (event.key === "Enter") {
      if (at < 0 && hits.length === 1) {
        event.preventDefault();
        hits[0].click();
      }
      return;
    }
    event.preventDefault();
    const next = event.key === "ArrowDown" ? at + 1 : at - 1;
    (next < 0 ? find("#palette-input") : hits[Math.min(next, hits.length - 1)] || find("#palette-input")).focus();
  });

  /* ---------- countdowns: from the server's figure, not from this machine's clock ---------- */

  const started = new WeakMap();

  function words(seconds) {
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor(seconds / 60) % 60;
    if (hours && minutes) return `${hours} 小时 ${minutes} 分`;
    if (hours) return `${hours} 小时`;
    return minutes ? `${minutes} 分` : "不到 1 分";
  }

  function tick() {
    for (const element of all("[data-seconds]")) {
      if (!started.has(element)) started.set(element, performance.now());
      const left = Number(element.dataset.seconds) - (performance.now() - started.get(element)) / 1000;
      const text = find("[data-due]", element) || element;
      if (left > 0) text.textContent = text.textContent.replace(/还剩 [^（）·]*?(?=（|$)/, `还剩 ${words(left)}`);
      else {
        text.textContent = text.textContent.replace(/还剩.*$/, "已到期");
        element.classList.replace("info", "bad");
        element.classList.replace("warn", "bad");
      }
    }
  }
  setInterval(tick, 20000);

  /* ---------- after a page came in: focus, title ---------- */

  function settle() {
    tick();
    const problems = find("[data-problems]");
    const first = problems || all("[autofocus]").find((element) => !element.closest("dialog:not([open])"));
    const target = first || find("#main");
    /* A part of the page that was just opened comes into sight; a field does not move the page. */
    const scrolls = problems || first?.matches("[tabindex]");
    if (target && document.activeElement !== target) target.focus({ preventScroll: !scrolls });
    for (const dialog of all("dialog[data-open-now]")) {
      dialog.removeAttribute("open");
      open(dialog);
    }
    find("[aria-current=true].queue-item, .queue [aria-current=true]")?.scrollIntoView({ block: "nearest" });
    find(".steps .is-current")?.scrollIntoView({ block: "nearest", inline: "center" });
    ahead();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".problems a[href^='#']");
    if (!link) return;
    const target = document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    (typing(target) ? target : find("input, select, textarea", target) || target).focus();
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target === document.body) settle();
  });

  /* A signed-out answer or a file is no page of a desk: let the browser load it whole. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target, shouldSwap } = event.detail;
    if (!shouldSwap || target !== document.body || xhr.getResponseHeader("HX-Reswap") === "none") return;
    if (!xhr.responseText.includes("data-page")) {
      event.detail.shouldSwap = false;
      window.location.assign(xhr.responseURL);
    }
  });

  for (const [name, text] of [
    ["htmx:sendError", "没有连上服务器，刚才的一步没有办成。内容都还在，请稍后再按一次。"],
    ["htmx:timeout", "服务器没有及时回答。内容都还在，请稍后再按一次，不会重复办理。"],
  ]) {
    document.addEventListener(name, () => toast(text, "bad"));
  }

  function toast(text, tone = "") {
    const box = find("[data-toasts]");
    if (!box) return;
    const line = document.createElement("div");
    line.className = `toast ${tone}`;
    line.textContent = text;
    box.append(line);
    setTimeout(() => line.remove(), tone === "bad" ? 12000 : 5000);
  }
  document.addEventListener("tongban:toast", (event) => toast(event.detail.text, event.detail.tone));

  /* ---------- the next page in advance (kept in memory for a minute, never in a cache) ---------- */

  let kept = null;
  let asked = "";

  async function ahead() {
    const url = find("[data-prefetch]")?.dataset.prefetch;
    if (!url || asked === url || kept?.url === url) return;
    asked = url;
    try {
      const answer = await fetch(url, { headers: { Purpose: "prefetch" }, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      kept = { url, text: await answer.text(), at: Date.now() };
      const page = new DOMParser().parseFromString(kept.text, "text/html");
      for (const image of all("img", page)) new Image().src = image.getAttribute("src");
    } catch {
      kept = null;
    } finally {
      asked = "";
    }
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    const { requestConfig, target } = event.detail;
    const fresh = kept && kept.url === requestConfig.path && Date.now() - kept.at < 60000;
    if (requestConfig.verb !== "get" || target !== document.body || !fresh) return;
    event.preventDefault();
    const text = kept.text;
    kept = null;
    const page = new DOMParser().parseFromString(text, "text/html");
    history.pushState({ htmx: true }, "", requestConfig.path);
    document.title = page.title;
    htmx.swap(document.body, page.body.innerHTML, { swapStyle: "innerHTML" }, { afterSettleCallback: settle });
  });

  document.addEventListener("DOMContentLoaded", settle);
})();
