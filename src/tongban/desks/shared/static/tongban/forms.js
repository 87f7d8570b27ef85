/* Forms: one submit counts once, drafts keep themselves, ready sentences, live checks of a number. */
"use strict";

(() => {
  const busy = (form, on) => {
    const buttons = [...form.elements, ...document.querySelectorAll(`[form="${form.id || "-"}"]`)];
    for (const button of buttons) {
      if (button.type !== "submit") continue;
      if (on) button.setAttribute("aria-busy", "true");
      else button.removeAttribute("aria-busy");
    }
    form.toggleAttribute("data-sent", on);
  };

  /* The request id in the form makes a repeat harmless; this only spares the waiting. */
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (form.method !== "post" || form.hasAttribute("data-palette") || form.hasAttribute("data-scan")) return;
      if (form.hasAttribute("data-sent")) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      busy(form, true);
      if (form.target === "_blank") setTimeout(() => busy(form, false), 1500);
    },
    true,
  );
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError", "htmx:afterRequest"]) {
    document.addEventListener(name, (event) => {
      const form = event.target.closest?.("form");
      if (form) busy(form, false);
    });
  }
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) busy(form, false);
  });

  /* ---------- drafts ---------- */

  const waiting = new WeakMap();

  function saved(text) {
    for (const place of document.querySelectorAll("[data-saved]")) place.textContent = text;
  }

  async function save(form) {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.delete("request_id");
    try {
      const answer = await fetch(form.dataset.draftUrl, { method: "POST", body: data, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const now = new Date();
      const two = (number) => String(number).padStart(2, "0");
      saved(`已自动保存 ${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`);
    } catch {
      saved("暂时不能自动保存，内容仍在本页，请勿关闭");
    }
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.draftUrl || event.target.type === "file") return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => save(form), 400));
  });

  /* A choice that decides at once: data-submit-on-change on the form. */
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.hasAttribute("data-submit-on-change")) form.requestSubmit();
  });

  /* ---------- ready sentences: data-fills="#id" ---------- */

  document.addEventListener("click", (event) => {
    const phrase = event.target.closest("[data-fills]");
    if (!phrase) return;
    const words = document.querySelector(phrase.dataset.fills);
    const text = phrase.dataset.text || phrase.textContent.trim();
    words.value = words.value ? `${words.value.replace(/[。；\s]*$/, "")}；${text}` : text;
    words.focus();
    words.dispatchEvent(new Event("input", { bubbles: true }));
  });

  /* ---------- a scanner types and presses Enter: the field is free for the next card at once,
     the cards are sent one after the other; data-scan is the id of what the answer replaces ---------- */

  let scans = Promise.resolve();
  const say = (text) => document.dispatchEvent(new CustomEvent("tongban:toast", { detail: { text, tone: "bad" } }));

  async function count(form, data) {
    const target = form.dataset.scan;
    const headers = { "HX-Request": "true", "HX-Target": target };
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin", headers });
      const text = await answer.text();
      if (answer.ok) htmx.swap(document.getElementById(target), text, { swapStyle: "outerHTML" });
      else say(text || "请重新登录后再扫这一张。");
    } catch {
      say(`没有连上服务器，${data.get("code")} 没有清点，请再扫一次。`);
    }
  }

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.hasAttribute("data-scan")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const data = new FormData(form);
      for (const field of form.querySelectorAll("input.input")) field.value = "";
      scans = scans.then(() => count(form, data));
    },
    true,
  );

  /* ---------- demo accounts: one click fills ---------- */

  document.addEventListener("click", (event) => {
    const account = event.target.closest("[data-login]");
    if (!account) return;
    const form = document.getElementById("sign-in");
    form.elements.login.value = account.dataset.login;
    if (account.dataset.password) form.elements.password.value = account.dataset.password;
    document.querySelector("#sign-in [type=submit]").focus();
    for (const other of document.querySelectorAll("[data-login]")) {
      other.toggleAttribute("aria-pressed", other === account);
      if (other === account) other.setAttribute("aria-pressed", "true");
    }
  });

  document.addEventListener("input", (event) => {
    const box = event.target.closest("[data-filters]");
    if (!box) return;
    const words = box.value.trim();
    for (const group of document.querySelectorAll(`${box.dataset.filters} [data-filter-group]`)) {
      let any = false;
      for (const line of group.querySelectorAll("[data-filter-text]")) {
        const hit = !words || line.dataset.filterText.includes(words);
        line.hidden = !hit;
        any ||= hit;
      }
      group.hidden = !any;
      if (words && any && group.matches("details")) group.open = true;
    }
  });

  /* ---------- scripts are on: what only works with them may be seen ---------- */
  document.documentElement.classList.add("js");
})();
