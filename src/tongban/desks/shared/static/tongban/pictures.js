/* Pictures: two portraits beside, blinking or laid over each other; the frame of the standard
   photo (358:441); the signature pad. */
"use strict";

(() => {
  const RATIO = 358 / 441;

  /* ---------- blink, overlay, zoom ---------- */

  let blinking = 0;

  function stopBlinking(pair) {
    clearInterval(blinking);
    blinking = 0;
    pair.classList.remove("is-blink", "is-second");
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-compare]");
    if (!button) return;
    const pair = document.querySelector(button.dataset.pair || ".compare-pair");
    if (!pair) return;
    const mode = button.dataset.compare;
    const on = button.getAttribute("aria-pressed") !== "true";
    for (const other of document.querySelectorAll("[data-compare]")) other.setAttribute("aria-pressed", "false");
    stopBlinking(pair);
    pair.classList.remove("is-overlay");
    if (mode === "zoom") {
      zoom(pair);
      return;
    }
    button.setAttribute("aria-pressed", String(on));
    if (!on) return;
    pair.classList.add(`is-${mode}`);
    if (mode !== "blink") return;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    blinking = setInterval(() => pair.classList.toggle("is-second"), calm ? 2500 : 700);
  });

  function zoom(pair) {
    const dialog = document.getElementById("zoom");
    const place = dialog.querySelector("[data-zoomed]");
    place.replaceChildren(pair.cloneNode(true));
    dialog.showModal();
  }

  /* ---------- the frame ---------- */

  class FrameEditor {
    constructor(root) {
      this.root = root;
      this.box = root.querySelector("[data-frame-box]");
      this.form = root.closest("form");
      this.width = Number(root.dataset.width);
      this.height = Number(root.dataset.height);
      this.box.addEventListener("pointerdown", (event) => this.grab(event));
      this.box.addEventListener("keydown", (event) => this.press(event));
      this.form.addEventListener("input", () => this.draw());
      this.draw();
    }

    get frame() {
      const value = (name) => Number(this.form.elements[`frame_${name}`].value) || 0;
      return { x: value("x"), y: value("y"), w: value("w"), h: value("h") };
    }

    set(frame) {
      const w = Math.max(120, Math.min(frame.w, this.width, this.height * RATIO));
      const h = w / RATIO;
      const x = Math.max(0, Math.min(frame.x, this.width - w));
      const y = Math.max(0, Math.min(frame.y, this.height - h));
      for (const [name, value] of Object.entries({ x, y, w, h })) {
        this.form.elements[`frame_${name}`].value = Math.round(value);
      }
      this.draw();
    }

    draw() {
      const { x, y, w, h } = this.frame;
      Object.assign(this.box.style, {
        left: `${(x / this.width) * 100}%`,
        top: `${(y / this.height) * 100}%`,
        width: `${(w / this.width) * 100}%`,
        height: `${(h / this.height) * 100}%`,
      });
    }

    grab(event) {
      event.preventDefault();
      this.box.focus();
      this.box.setPointerCapture(event.pointerId);
      const scale = this.width / this.root.getBoundingClientRect().width;
      const from = { x: event.clientX, y: event.clientY, frame: this.frame };
      const resize = event.target.hasAttribute("data-frame-handle");
      const move = (now) => {
        const dx = (now.clientX - from.x) * scale;
        const dy = (now.clientY - from.y) * scale;
        const { x, y, w, h } = from.frame;
        this.set(resize ? { x, y, w: w + dx, h } : { x: x + dx, y: y + dy, w, h });
      };
      const drop = () => this.box.removeEventListener("pointermove", move);
      this.box.addEventListener("pointermove", move);
      this.box.addEventListener("pointerup", drop, { once: true });
      this.box.addEventListener("pointercancel", drop, { once: true });
    }

    press(event) {
      const step = (event.shiftKey ? 0.02 : 0.004) * this.width;
      const { x, y, w, h } = this.frame;
      const grow = (by) => ({ x: x - by / 2, y: y - by / RATIO / 2, w: w + by, h });
      const to = {
        ArrowLeft: { x: x - step, y, w, h },
        ArrowRight: { x: x + step, y, w, h },
        ArrowUp: { x, y: y - step, w, h },
        ArrowDown: { x, y: y + step, w, h },
        "+": grow(step),
        "=": grow(step),
        "-": grow(-step),
      }[event.key];
      if (!to) return;
      event.preventDefault();
      event.stopPropagation();
      this.set(to);
    }
  }

  /* ---------- the signature pad ---------- */

  class SignPad {
    constructor(root) {
      this.canvas = root.querySelector("canvas");
      this.value = root.querySelector("input[type=hidden]");
      this.hint = root.querySelector("[data-sign-hint]");
      this.pen = this.canvas.getContext("2d");
      this.clear();
      this.canvas.addEventListener("pointerdown", (event) => this.down(event));
      this.canvas.addEventListener("pointermove", (event) => this.move(event));
      for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, () => this.up());
      root.querySelector("[data-sign-clear]").addEventListener("click", () => this.clear());
    }

    clear() {
      this.last = null;
      this.length = 0;
      this.value.value = "";
      this.pen.fillStyle = "#fff";
      this.pen.fillRect(0, 0, this.canvas.width, this.canvas.height);
      if (this.hint) this.hint.hidden = false;
    }

    at(event) {
      const box = this.canvas.getBoundingClientRect();
      return {
        x: ((event.clientX - box.left) / box.width) * this.canvas.width,
        y: ((event.clientY - box.top) / box.height) * this.canvas.height,
      };
    }

    down(event) {
      event.preventDefault();
      this.canvas.setPointerCapture(event.pointerId);
      this.last = this.at(event);
      if (this.hint) this.hint.hidden = true;
    }

    move(event) {
      if (!this.last) return;
      for (const part of event.getCoalescedEvents?.() || [event]) {
        const to = this.at(part);
        this.pen.beginPath();
        this.pen.lineCap = "round";
        this.pen.strokeStyle = "#10203a";
        this.pen.lineWidth = part.pointerType === "pen" ? 2 + part.pressure * 4 : 4;
        this.pen.moveTo(this.last.x, this.last.y);
        this.pen.lineTo(to.x, to.y);
        this.pen.stroke();
        this.length += Math.hypot(to.x - this.last.x, to.y - this.last.y);
        this.last = to;
      }
    }

    up() {
      this.last = null;
      /* A dot is no signature: keep nothing until there is a stroke. */
      if (this.length > 40) this.value.value = this.canvas.toDataURL("image/png");
    }
  }

  function begin() {
    for (const root of document.querySelectorAll("[data-frame]:not([data-begun])")) {
      root.setAttribute("data-begun", "");
      new FrameEditor(root);
    }
    for (const root of document.querySelectorAll("[data-sign-pad]:not([data-begun])")) {
      root.setAttribute("data-begun", "");
      new SignPad(root);
    }
    const pair = document.querySelector(".compare-pair");
    if (!pair && blinking) clearInterval(blinking);
  }

  document.addEventListener("DOMContentLoaded", begin);
  document.addEventListener("htmx:afterSettle", begin);
})();
