/* The camera of the PC: choose one, see yourself in the guide frame, press, look, take it or again.
   The picture goes into the form's file input and on by the same upload as any other file. */
(() => {
  "use strict";

  const root = document.querySelector("[data-webcam]");
  if (!root) return;
  /* This document alone may use the camera: going on loads the next page whole. */
  document.body.removeAttribute("hx-boost");

  const part = (name) => root.querySelector(`[data-${name}]`);
  const video = part("video");
  const still = part("still");
  const stage = part("stage");
  const say = part("say");
  const choice = part("choice");
  const mirror = part("mirror");
  const shutter = document.querySelector("[data-shutter]");
  const again = document.querySelector("[data-again]");
  const use = document.querySelector("[data-use]");
  const input = document.querySelector("[data-file]");
  const REMEMBERED = "tongban-camera";
  let stream = null;

  const WHY = {
    NotAllowedError: "浏览器没有得到使用摄像头的许可：请在地址栏允许后刷新，或者从文件上传。",
    NotFoundError: "这台电脑上没有找到摄像头：请检查连接后刷新，或者从文件上传。",
    NotReadableError: "摄像头正被其他程序占用：请关闭后刷新，或者从文件上传。",
  };

  function stop() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
  }

  function show(state) {
    root.dataset.state = state;
    shutter.hidden = state !== "live";
    again.hidden = state !== "still";
    use.hidden = state !== "still";
    if (state === "live") shutter.focus({ preventScroll: true });
    if (state === "still") use.focus({ preventScroll: true });
  }

  async function list() {
    const cameras = (await navigator.mediaDevices.enumerateDevices()).filter((d) => d.kind === "videoinput");
    const now = stream?.getVideoTracks()[0]?.getSettings().deviceId;
    choice.replaceChildren(
      ...cameras.map((one, n) => new Option(one.label || `摄像头 ${n + 1}`, one.deviceId, false, one.deviceId === now)),
    );
    choice.disabled = cameras.length < 2;
  }

  async function open(deviceId) {
    stop();
    if (!navigator.mediaDevices?.getUserMedia) {
      say.textContent = "这个浏览器在本地址不能使用摄像头：请从文件上传。";
      show("none");
      return;
    }
    const wanted = { width: { ideal: 1920 }, height: { ideal: 1080 } };
    try {
      const device = deviceId ? { deviceId: { exact: deviceId } } : {};
      stream = await navigator.mediaDevices.getUserMedia({ video: { ...wanted, ...device }, audio: false });
    } catch (error) {
      /* The camera chosen last time may be gone: any other one will do. */
      if (deviceId && error.name === "OverconstrainedError") return open("");
      say.textContent = WHY[error.name] || "摄像头没有打开：请检查连接后刷新，或者从文件上传。";
      show("none");
      return;
    }
    video.srcObject = stream;
    await video.play();
    await list();
    say.textContent = "头顶靠近上线，双眼在中线以上，脸在轮廓之内；按空格键拍照。";
    show("live");
  }

  /* What is taken is what lies in the frame, with as much around it as the camera gives above and below. */
  function take() {
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    canvas.toBlob(
      (blob) => {
        const files = new DataTransfer();
        files.items.add(new File([blob], "camera.jpg", { type: "image/jpeg" }));
        input.files = files.files;
        URL.revokeObjectURL(still.src);
        still.src = URL.createObjectURL(blob);
        say.textContent = "看清楚：睁眼、免冠、白底、没有反光。合适就用这张，不合适重拍。";
        show("still");
      },
      "image/jpeg",
      0.95,
    );
  }

  shutter.addEventListener("click", take);
  again.addEventListener("click", () => {
    input.value = "";
    show("live");
  });
  choice.addEventListener("change", () => {
    localStorage.setItem(REMEMBERED, choice.value);
    open(choice.value);
  });
  mirror.addEventListener("change", () => stage.classList.toggle("is-mirrored", mirror.checked));
  stage.classList.toggle("is-mirrored", mirror.checked);
  document.addEventListener("keydown", (event) => {
    const elsewhere = event.target.closest("input, select, button, a, summary");
    if (event.code !== "Space" || event.repeat || elsewhere || shutter.hidden) return;
    event.preventDefault();
    take();
  });
  window.addEventListener("pagehide", stop);

  root.hidden = false;
  open(localStorage.getItem(REMEMBERED) || "");
})();
