// Sends the code; the answer is a cookie, and the page that it opens.
const code = document.getElementById("code"), answer = document.getElementById("answer");
async function pair() {
  answer.textContent = "";
  try {
    const said = await fetch("pair", { method: "POST", headers: { "X-Pump-Patient": "1" }, body: code.value });
    if (said.ok) return location.reload();
    answer.textContent = (await said.json()).refused;
  } catch { answer.textContent = "The computer does not answer. Is it on, and on the same network?"; }
  code.select();
}
document.getElementById("pair").addEventListener("click", pair);
code.addEventListener("keydown", (event) => { if (event.key === "Enter") pair(); });
