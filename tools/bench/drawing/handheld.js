// Draws the hand-held as the twin sent it last, its display dot by dot; tells the page of its two buttons.
window.handheld = (() => {
  const SCALE = 4, GAP = 0.5, WIDTH = 128, HEIGHT = 64;
  const at = (id) => document.getElementById(id);
  let drawn = null, wired = null;

  function wire(root) {
    wired = root;
    for (const which of ["ask", "next"]) {
      const key = at(`hh-${which}`);
      let isDown = false;
      const tell = (down) => { if (down !== isDown) { isDown = down; emitEvent("handheld-button", { which, down }); } };
      key.addEventListener("pointerdown", (e) => { e.preventDefault(); key.setPointerCapture(e.pointerId); tell(true); });
      for (const event of ["pointerup", "pointercancel", "lostpointercapture", "blur"]) key.addEventListener(event, () => tell(false));
      const isPress = (e) => e.key === "Enter" || e.key === " ";
      key.addEventListener("keydown", (e) => { if (isPress(e)) { e.preventDefault(); tell(true); } });
      key.addEventListener("keyup", (e) => { if (isPress(e)) tell(false); });
    }
  }

  function draw(packed) {
    if (packed === drawn) return;
    drawn = packed;
    const canvas = document.createElement("canvas"), bytes = atob(packed || "");
    canvas.width = WIDTH * SCALE; canvas.height = HEIGHT * SCALE;
    const context = canvas.getContext("2d");
    context.fillStyle = "#05080b"; context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = "#bef0ff";
    for (let dot = 0; dot < bytes.length * 8; dot++)
      if (bytes.charCodeAt(dot >> 3) >> (7 - (dot & 7)) & 1)
        context.fillRect(dot % WIDTH * SCALE + GAP, Math.floor(dot / WIDTH) * SCALE + GAP, SCALE - 2 * GAP, SCALE - 2 * GAP);
    at("hh-dots").setAttribute("href", canvas.toDataURL());
  }

  function show(seen) {
    const root = at("handheld");
    if (!root) return;
    if (wired !== root) { wire(root); drawn = null; }
    draw(seen.display);
    at("hh-dark").setAttribute("visibility", seen.is_on ? "hidden" : "visible");
    at("hh-gap").setAttribute("visibility", seen.is_pulled ? "visible" : "hidden");
    at("hh-cable").classList.toggle("out", seen.is_pulled);
    const words = at("hh-cable-words");
    if (words.textContent !== seen.cable) words.textContent = seen.cable;
    words.classList.toggle("out", seen.is_pulled);
    at("hh-ask").classList.toggle("down", seen.ask_down);
    at("hh-next").classList.toggle("down", seen.next_down);
    at("hh-waves").style.opacity = Math.min(1, seen.buzzer * 1.5);
  }
  return { show };
})();
