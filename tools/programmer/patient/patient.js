// Shows what the pump says once a second; asks for a dose when the button was held long enough.
const HOLD_MS = 2000, LOOK_MS = 1000;
const at = (id) => document.getElementById(id);
const ask = at("ask"), ring = at("ring");
let heldSince = 0, asking = false;

function note(alarm) {
  const made = document.createElement("div");
  made.className = `note ${alarm.priority}`;
  const name = document.createElement("b"), todo = document.createElement("strong");
  name.textContent = `Alarm (${alarm.priority})`;
  todo.textContent = alarm.to_do;
  made.append(name, `${alarm.cause[0].toUpperCase()}${alarm.cause.slice(1)}. `, todo);
  return made;
}

function show(said) {
  at("trouble").hidden = !said.trouble;
  at("trouble").textContent = said.trouble || "";
  ask.disabled = Boolean(said.trouble);
  if (said.trouble) {
    at("state").textContent = "Not reached";
    at("state").className = "pill medium";
    if (!asking) at("answer").textContent = "";
    return;
  }
  at("state").textContent = said.state;
  at("state").className = `pill ${said.state === "Running" ? "good" : "medium"}`;
  at("next").textContent = said.next;
  at("left").textContent = said.left_today === null ? "none prescribed" : `${said.left_today}`;
  at("remaining").textContent = said.remaining_mL === null ? "not known" : `${said.remaining_mL.toFixed(2)} mL`;
  const alarms = said.alarms.map(note);
  if (said.more_alarms > 0) alarms.push(`and ${said.more_alarms} more`);
  if (JSON.stringify(said.alarms) !== at("alarms").dataset.shown) {
    at("alarms").dataset.shown = JSON.stringify(said.alarms);
    at("alarms").replaceChildren(...alarms);
  }
}

async function look() {
  try {
    const said = await fetch("status");
    if (said.status === 403) return location.reload();
    show(await said.json());
  } catch { show({ trouble: "The computer does not answer. The pump goes on as programmed." }); }
}

async function send() {
  const number = crypto.getRandomValues(new Uint32Array(2)).join("-");  // a browser may send a lost request again
  asking = true;
  at("answer").textContent = "Asking the pump ...";
  at("answer").className = "";
  try {
    const said = await (await fetch("bolus", { method: "POST", headers: { "X-Pump-Patient": number } })).json();
    at("answer").textContent = said.words || said.refused;
    at("answer").className = said.granted ? "granted" : "denied";
  } catch {
    at("answer").textContent = "No answer came. It may have been granted: look below before you ask again.";
    at("answer").className = "denied";
  }
  asking = false;
  look();
}

function frame(ms) {
  const part = heldSince ? Math.min(1, (ms - heldSince) / HOLD_MS) : 0;
  ring.style.strokeDashoffset = 100 - 100 * part;
  ring.style.opacity = part > 0 ? 1 : 0;
  if (part >= 1) { heldSince = 0; navigator.vibrate?.(60); send(); }
  if (heldSince) requestAnimationFrame(frame);
  else ring.style.opacity = 0;
}
function press(event) {
  if (asking || heldSince || ask.disabled || event.repeat || event.button > 0) return;
  heldSince = performance.now();
  requestAnimationFrame(frame);
}
const letGo = () => { heldSince = 0; };

ask.addEventListener("pointerdown", press);
for (const name of ["pointerup", "pointerleave", "pointercancel", "blur"]) ask.addEventListener(name, letGo);
ask.addEventListener("keydown", (event) => { if (event.key === " " || event.key === "Enter") { event.preventDefault(); press(event); } });
ask.addEventListener("keyup", letGo);
document.addEventListener("visibilitychange", letGo);
ask.addEventListener("contextmenu", (event) => event.preventDefault());
look();
setInterval(look, LOOK_MS);
