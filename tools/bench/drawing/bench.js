// Draws what the twin sent last; between two pictures the rotor goes on at the pace it had.
window.bench = (() => {
  const PARTS = 50, TOP = 104, BOTTOM = 262, SVG = "http://www.w3.org/2000/svg";
  const HUES = [[15, 107, 128], [176, 88, 16], [96, 64, 150], [52, 120, 60]], PALE = [222, 236, 240];
  const at = (id) => document.getElementById(id);
  const text = (id, words) => { const it = at(id); if (it.textContent !== words) it.textContent = words; };
  const shows = (id, yes) => at(id).setAttribute("visibility", yes ? "visible" : "hidden");
  let shown = 0, from = 0, to = 0, sinceMs = 0, everyMs = 125, ready = null, most = 1e-9, drawnDots = null;

  const line = (x1, y1, x2, y2) => {
    const made = document.createElementNS(SVG, "line");
    Object.entries({ x1, y1, x2, y2 }).forEach(([name, value]) => made.setAttribute(name, value.toFixed(2)));
    return made;
  };
  const words = (x, y, said) => {
    const made = document.createElementNS(SVG, "text");
    made.setAttribute("x", x); made.setAttribute("y", y); made.textContent = said;
    return made;
  };

  function build(rig) {
    ready = rig;
    const way = at("catheter-way"), whole = way.getTotalLength();
    for (let part = 0; part < PARTS; part++) {
      const a = way.getPointAtLength(whole * part / PARTS), b = way.getPointAtLength(whole * (part + 1.15) / PARTS);
      at("catheter").append(line(a.x, a.y, b.x, b.y));
    }
    for (const quarter of [0, 0.25, 0.5, 0.75, 1]) {
      const y = BOTTOM - (BOTTOM - TOP) * quarter;
      at("marks").append(line(176, y, 190, y));
    }
    for (const event of ["click", "keydown"])
      at("button").addEventListener(event, (e) => {
        if (e.type === "click" || e.key === "Enter" || e.key === " ") { e.preventDefault(); emitEvent("bench-button"); }
      });
    requestAnimationFrame(turn);
  }

  // Colour of a mixture: pale without drug, the drug's own hue where it is as strong as it ever was here.
  function colour(amounts, air) {
    if (air > 0.5) return "#ffffff";
    const rgb = [...PALE], whole = amounts.reduce((a, b) => a + b, 0);
    const strength = Math.min(1, 0.12 + 0.88 * whole / most);
    if (whole < 1e-6) return `rgb(${rgb})`;
    const hue = [0, 1, 2].map((i) => amounts.reduce((sum, amount, n) => sum + HUES[n % HUES.length][i] * amount / whole, 0));
    return `rgb(${rgb.map((pale, i) => Math.round(pale + (hue[i] - pale) * strength))})`;
  }

  function turn(ms) {
    if (!at("rotor")) { ready = null; return; }
    shown = from + (to - from) * Math.min(1.5, (ms - sinceMs) / everyMs);
    at("rotor").setAttribute("transform", `rotate(${shown % 360})`);
    requestAnimationFrame(turn);
  }

  function drawDots(packed) {
    if (packed === drawnDots) return;
    drawnDots = packed;
    const canvas = document.createElement("canvas");
    canvas.width = 128; canvas.height = 64;
    const context = canvas.getContext("2d"), image = context.createImageData(128, 64), bytes = atob(packed || "");
    for (let i = 0; i < bytes.length * 8; i++) {
      const lit = bytes.charCodeAt(i >> 3) >> (7 - (i & 7)) & 1;
      image.data.set(lit ? [190, 240, 255, 255] : [5, 8, 11, 255], i * 4);
    }
    context.putImageData(image, 0, 0);
    at("dots").setAttribute("href", canvas.toDataURL());
  }

  function lamp(id, part, dark, lit) {
    at(id).style.fill = part > 0.5 ? lit : part > 0.05 ? `color-mix(in srgb, ${lit} ${Math.round(part * 100)}%, ${dark})` : dark;
    at(`${id}-halo`).style.opacity = 0.35 * part;
  }

  function drawCatheter(rig, names) {
    const cells = names.map((name) => rig.catheter[name]);
    most = Math.max(most, ...rig.bottle, ...cells.flat());
    [...at("catheter").children].forEach((part, i) => {
      part.setAttribute("stroke", colour(cells.map((cell) => cell[i]), rig.air[i]));
    });
    const inBottle = colour(rig.bottle, 0);
    at("level").style.fill = inBottle;
    for (const id of ["tube-in", "tube-head", "tube-out"]) at(id).style.stroke = inBottle;
    const legend = names.map((name, n) => `${name} ${rig.bottle[n].toPrecision(3)} mg/mL in the bottle, ${cells[n][PARTS - 1].toPrecision(3)} at the tip`);
    if (at("legend").dataset.said !== legend.join()) {
      at("legend").dataset.said = legend.join();
      at("legend").replaceChildren(...legend.flatMap((said, n) => {
        const dot = document.createElementNS(SVG, "circle");
        Object.entries({ cx: 0, cy: 18 * n - 4, r: 5, fill: `rgb(${HUES[n % HUES.length]})` }).forEach((pair) => dot.setAttribute(...pair));
        return [dot, words(12, 18 * n, said)];
      }));
    }
  }

  function show(rig) {
    if (!at("rig")) return;
    if (!ready || !at("catheter").children.length) { build(rig); from = to = rig.turned_deg; }
    const now = performance.now();
    everyMs = Math.max(60, Math.min(500, now - sinceMs));
    from = shown; to = rig.turned_deg; sinceMs = now;
    const level = Math.max(0, Math.min(1, rig.full)), y = BOTTOM - (BOTTOM - TOP) * level;
    for (const id of ["level", "surface"]) at(id).setAttribute("y", y);
    at("level").setAttribute("height", Math.max(0, 270 - y));
    drawCatheter(rig, Object.keys(rig.catheter));
    for (const [id, said] of Object.entries(rig.texts)) text(id, said);
    at("cable").classList.toggle("out", rig.load_cell === "absent");
    shows("plug-out", rig.load_cell === "absent");
    shows("stalled", rig.is_stalled);
    at("rotor").classList.toggle("no-supply", !rig.motor_supplied);
    at("clamp").classList.toggle("shut", rig.occluded);
    at("drop").style.opacity = rig.drips ? 1 : 0.15;
    lamp("red", rig.red, "#5e2b28", "#ff3b30");
    lamp("yellow", rig.yellow, "#5d4d23", "#ffc107");
    at("waves").style.opacity = Math.min(1, rig.buzzer * 1.5);
    shows("no-screen", rig.display === null);
    drawDots(rig.display);
  }
  return { show };
})();
