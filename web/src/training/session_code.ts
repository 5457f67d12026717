// The code of a session on the trainer's screen. It turns every half minute by the clock of the server as it was
// when the page came, so a wrong clock of this device changes nothing, and no network is needed once it is open.
import "./session_code.css";

const TURN = 30;
const DIGITS = 6;

const bytesOf = (hex: string): Uint8Array<ArrayBuffer> => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

// RFC 6238 with SHA-256, as attendance_codes.py computes it.
export const codeOf = async (key: CryptoKey, turn: number): Promise<string> => {
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(turn));
  const digest = new DataView(await crypto.subtle.sign("HMAC", key, counter.buffer));
  const at = digest.getUint8(digest.byteLength - 1) & 15;
  return String((digest.getUint32(at) & 0x7fff_ffff) % 10 ** DIGITS).padStart(DIGITS, "0");
};

// A screen that goes dark in the middle of a session shows no code.
const stayAwake = async (): Promise<void> => {
  if (document.visibilityState === "visible") await navigator.wakeLock?.request("screen").catch(() => null);
};

const begin = async (place: HTMLElement): Promise<void> => {
  const key = await crypto.subtle.importKey("raw", bytesOf(place.dataset["key"]!), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const away = Number(place.dataset["now"]) - Date.now();
  const code = place.querySelector("[data-code]")!;
  const left = place.querySelector("[data-left]")!;
  let shown = -1;
  const show = async (): Promise<void> => {
    const seconds = Math.floor((Date.now() + away) / 1000);
    left.textContent = String(TURN - (seconds % TURN));
    const turn = Math.floor(seconds / TURN);
    if (turn === shown) return;
    shown = turn;
    code.textContent = await codeOf(key, turn);
  };
  await show();
  setInterval(() => void show(), 250);
  document.addEventListener("visibilitychange", () => void stayAwake());
  await stayAwake();
};

// Without a secure connection there is no such computing in the browser: then the page comes anew with each code.
const reload = (place: HTMLElement): void => void setTimeout(() => location.reload(), Number(place.querySelector("[data-left]")!.textContent) * 1000);

const place = document.getElementById("session-code");
if (place) {
  if (crypto.subtle) void begin(place);
  else reload(place);
}
