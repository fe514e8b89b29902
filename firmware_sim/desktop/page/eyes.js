// What is before the glasses: a bundled scene, the webcam, a picture or a video of your own.

import { h, fill, byId, button, icon, stillness } from "./dom.js";
import { refusalInWords } from "./microphone.js";
import { pickFile } from "./files.js";

const LARGEST = 1920; // pixels of a picture that is given
const FASTEST = 12; // a faster pace would make the head of the wearer a blur: it is shown still

export class Eyes {
  constructor(line, files, glasses, tell) {
    Object.assign(this, { line, files, glasses, tell });
    this.scenes = [];
    this.state = null;
    this.shown = "";
    this.video = null;
    this.timer = null;
    this.canvas = h("canvas", {});
    this.list = h("div", { class: "scenes", role: "group", "aria-label": "Scenes" });
    this.cameraButton = h(
      "button",
      { type: "button", class: "source", onclick: () => this.openCamera() },
      icon("camera"),
      h("span", {}, "Camera"),
    );
    this.fileButton = h(
      "button",
      {
        type: "button",
        class: "source",
        title: "A picture or a video of yours",
        onclick: () => pickFile("image/*,video/*", (file) => this.give(file)),
      },
      icon("file"),
      h("span", {}, "Your own"),
    );
    fill(byId("eyes"), this.list, this.cameraButton, this.fileButton);
    line.on("camera", (message) => this.shoot(message));
    line.on("closed", () => this.shoot({ on: false }));
    stillness.addEventListener("change", () => this.move());
    const turn = () => {
      this.move();
      requestAnimationFrame(turn);
    };
    requestAnimationFrame(turn);
  }

  setScenes(scenes) {
    this.scenes = scenes;
    const items = scenes.map((scene) => {
      const image = h("img", { alt: "", width: 64, height: 48 });
      this.files
        .address(`/scene/${encodeURIComponent(scene.name)}.jpg`)
        .then((src) => (image.src = src))
        .catch(() => image.remove());
      const name = h("span", {}, scene.title);
      return h(
        "button",
        {
          type: "button",
          class: "source",
          "data-scene": scene.name,
          title: scene.about,
          onclick: () => this.choose(scene.name),
        },
        image,
        name,
      );
    });
    fill(
      this.list,
      items.length
        ? items
        : h("p", { class: "hint" }, "No scenes came with the simulator. Use the camera, or a picture of yours."),
    );
  }

  get scene() {
    const { kind, name } = this.state ? this.state.scene : {};
    return kind === "scene" ? this.scenes.find((scene) => scene.name === name) : null;
  }

  setState(state) {
    this.state = state;
    this.at = state.at;
    this.since = performance.now();
    const key = `${state.scene.kind}/${state.scene.name}`;
    for (const node of this.list.querySelectorAll("[data-scene]"))
      node.setAttribute("aria-pressed", String(key === `scene/${node.dataset.scene}`));
    this.cameraButton.setAttribute("aria-pressed", String(state.scene.kind === "camera"));
    this.fileButton.setAttribute(
      "aria-pressed",
      String(state.scene.kind === "picture" || state.scene.kind === "video"),
    );
    if (key !== this.shown && !this.changing) this.show(key);
  }

  // The view follows the simulator, so that a watching tab and a reloaded page show the same.
  async show(key) {
    this.shown = key;
    const { kind, name } = this.state.scene;
    if (kind !== "camera" && kind !== "video") this.close();
    if (kind === "scene")
      return this.showPicture(
        key,
        await this.files.address(`/scene/${encodeURIComponent(name)}.jpg`).catch(() => null),
      );
    if (kind === "picture" && this.picture) return this.showPicture(key, this.picture);
    if ((kind === "camera" || kind === "video") && this.video) return undefined;
    return this.glasses.say(...this.absent(kind));
  }

  showPicture(key, src) {
    if (key !== this.shown) return;
    if (!src) return this.glasses.say(h("p", {}, "The picture of this scene did not come. Choose another one below."));
    this.glasses.look(
      h("img", {
        src,
        alt: this.scene ? `What is before the glasses: ${this.scene.about}` : "Your picture, before the glasses",
      }),
      src,
    );
    return this.glasses.moves(true);
  }

  absent(kind) {
    if (kind === "camera")
      return [
        h("p", {}, "The glasses look through a camera that is not open in this tab."),
        button("Open the camera", () => this.openCamera(), { class: "drives" }),
      ];
    if (kind === "none")
      return [h("p", {}, "There is nothing before the glasses. Choose a scene below, or drop a picture here.")];
    return [
      h(
        "p",
        {},
        "The glasses look at a picture or video that this tab does not have. Drop it here again, or choose a scene below.",
      ),
    ];
  }

  choose(name) {
    return this.line.tell("look", { scene: name });
  }

  async openCamera() {
    try {
      if (!navigator.mediaDevices) throw new Error("This browser gives a camera only to https and to localhost.");
      const stream = await navigator.mediaDevices.getUserMedia({
        video: { width: { ideal: 1280 }, facingMode: "environment" },
      });
      this.run(
        h("video", { playsinline: true, "aria-label": "What the camera sees" }),
        "camera",
        (video) => (video.srcObject = stream),
      );
      stream.getVideoTracks()[0].onended = () => this.show("");
    } catch (error) {
      this.tell(refusalInWords("camera", error));
    }
  }

  // A file of yours: a picture or a video.
  async give(file) {
    if (file.type.startsWith("video/")) {
      const src = URL.createObjectURL(file);
      return this.run(
        h("video", { playsinline: true, loop: true, "aria-label": `The video ${file.name}` }),
        "video",
        (video) => (video.src = src),
      );
    }
    try {
      const bitmap = await createImageBitmap(file);
      const blob = await this.scaled(bitmap, bitmap.width, bitmap.height, LARGEST);
      const buffer = await blob.arrayBuffer();
      this.picture = URL.createObjectURL(blob);
      this.shown = "";
      // The bytes follow the order directly.
      const done = this.line.tell("watch", { what: "picture" });
      this.line.give("P", buffer);
      return await done;
    } catch {
      return this.tell(`${file.name} could not be read as a picture.`);
    }
  }

  async run(video, kind, start) {
    this.close();
    video.muted = true;
    start(video);
    this.video = video;
    this.shown = `${kind}/`;
    video.play().catch(() => this.tell("The browser could not play that video."));
    this.glasses.look(video, null);
    this.glasses.moves(false);
    // Until the order is done, what the simulator tells is still the view before.
    this.changing = true;
    await this.line.tell("watch", { what: kind });
    this.changing = false;
  }

  close() {
    this.shoot({ on: false });
    if (!this.video) return;
    if (this.video.srcObject) for (const track of this.video.srcObject.getTracks()) track.stop();
    this.video.pause();
    this.video = null;
  }

  // The simulator's camera takes frames, or stops taking them.
  shoot({ on, width, fps }) {
    clearInterval(this.timer);
    this.timer = null;
    if (!on || !this.video) return;
    const shot = async () => {
      const { video } = this;
      if (!video || !video.videoWidth) return;
      const blob = await this.scaled(video, video.videoWidth, video.videoHeight, width || 1280);
      if (this.timer) this.line.give("F", await blob.arrayBuffer());
    };
    this.timer = setInterval(shot, 1000 / Math.min(30, Math.max(1, fps || 5)));
    shot();
  }

  scaled(source, width, height, largest) {
    const scale = Math.min(1, largest / Math.max(width, height));
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    this.canvas.getContext("2d").drawImage(source, 0, 0, this.canvas.width, this.canvas.height);
    return new Promise((resolve) => this.canvas.toBlob(resolve, "image/jpeg", 0.88));
  }

  move() {
    if (!this.state) return;
    if (stillness.matches) return this.glasses.head(0);
    if (this.state.pace > FASTEST) return;
    this.glasses.head(this.at + ((performance.now() - this.since) / 1000) * this.state.pace);
  }
}
