document.querySelector("[data-focus]")?.focus();
const shown = performance.now();
document.querySelector("[data-keys]")?.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.timeStamp < shown + 500) return;
  if (event.target.closest("input, textarea")) return;
  const key = event.key.toLowerCase();
  [...event.currentTarget.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key)?.click();
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent && Date.now() - Number(form.dataset.sent) < 3000) event.preventDefault();
  else form.dataset.sent = Date.now();
});
const account = document.querySelector("details.account");
const shut = (refocus) => {
  if (!account?.open) return;
  account.open = false;
  if (refocus) account.querySelector("summary").focus();
};
document.addEventListener("keydown", (event) => event.key === "Escape" && shut(true));
document.addEventListener("click", (event) => account?.contains(event.target) || shut(false));
const shelfOf = (form) => `draft:${form.dataset.autosave}`;
const drafts = [...document.querySelectorAll("form[data-autosave]")];
forgetWhatArrived();
for (const form of drafts) keepDraft(form);
function forgetWhatArrived() {
  const sent = sessionStorage.getItem("draft-sent");
  const cameBackEmpty = drafts.some((form) => shelfOf(form) === sent) && !document.querySelector("[data-focus]");
  if (!sent || cameBackEmpty) return;
  sessionStorage.removeItem(sent);
  sessionStorage.removeItem("draft-sent");
}
async function newToken(form) {
  const answer = await fetch(location.href, { redirect: "manual" });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("form[data-autosave] [name=csrfmiddlewaretoken]")?.value;
  const held = form.elements.namedItem("csrfmiddlewaretoken");
  if (!fresh || !held || held.value === fresh) return false;
  held.value = fresh;
  return true;
}
function keepDraft(form) {
  const PAUSE = 3000;
  const AGAIN = 10000;
  const shelf = shelfOf(form);
  const status = form.querySelector("[data-saving]");
  let timer = 0;
  let unsent = false;
  let sending = false;
  const say = (text, waiting = false) => {
    if (!status) return;
    status.textContent = text;
    status.classList.toggle("saving--waiting", waiting);
  };
  const words = () => [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const typed = () => words().filter(([name]) => name !== "csrfmiddlewaretoken");
  const hold = () => sessionStorage.setItem(shelf, JSON.stringify(typed()));
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  };
  async function send() {
    if (sending || !unsent) return;
    sending = true;
    unsent = false;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new URLSearchParams(words()),
        headers: { "X-Requested-With": "fetch" },
        redirect: "manual",
        keepalive: true,
      });
      if (answer.status === 403 && (await newToken(form))) return tryAgain();
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) signedOut();
      else if (!answer.ok) throw new Error(answer.status);
      else saved();
    } catch {
      unsent = true;
      hold();
      say("Not saved yet. What you have written is held on this page, and we keep trying.", true);
      later(AGAIN);
    } finally {
      sending = false;
    }
  }
  function saved() {
    if (unsent) return later(PAUSE);
    sessionStorage.removeItem(shelf);
    const time = new Date().toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", hour12: true });
    say(`Draft saved at ${time.replace(/\s/g, "").toLowerCase()}`);
  }
  function tryAgain() {
    unsent = true;
    later(0);
  }
  function signedOut() {
    unsent = true;
    hold();
    say("You have been signed out. Nothing is lost: sign in again in another tab, then carry on here.", true);
    later(AGAIN);
  }
  function putBack() {
    const held = JSON.parse(sessionStorage.getItem(shelf) ?? "null");
    if (!held) return;
    for (const [name, value] of held) {
      const box = form.elements.namedItem(name);
      if (box instanceof HTMLTextAreaElement || (box instanceof HTMLInputElement && box.type !== "hidden" && box.type !== "checkbox"))
        box.value = value;
      else if (box instanceof RadioNodeList || box?.type === "checkbox")
        for (const each of box.length ? box : [box]) if (each.value === value) each.checked = true;
    }
    tryAgain();
  }
  form.addEventListener("input", () => {
    unsent = true;
    later(PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    unsent = false;
    hold();
    sessionStorage.setItem("draft-sent", shelf);
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && send());
  window.addEventListener("online", send);
  putBack();
}
for (const way of document.querySelectorAll("a[data-leave]")) {
  way.addEventListener("click", (event) => {
    event.preventDefault();
    document.documentElement.hidden = true;
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
    const out = document.querySelector("form[action*='logout']")?.action;
    if (token && out) navigator.sendBeacon(out, new URLSearchParams({ csrfmiddlewaretoken: token }));
    location.replace(way.href);
  });
}
const cover = document.querySelector("[data-cover]");
const hiding = document.querySelector("a[data-hide]");
if (cover && hiding) {
  const title = document.title;
  let still;
  const hide = () => {
    if (cover.open) return;
    document.title = "Onestory";
    cover.showModal();
  };
  const wait = () => {
    clearTimeout(still);
    still = setTimeout(hide, hiding.dataset.still * 1000);
  };
  hiding.addEventListener("click", (event) => {
    event.preventDefault();
    hide();
  });
  document.addEventListener("keydown", (event) => {
    const busy = event.target.closest("input, textarea, select") || document.querySelector("details.account[open]");
    if (event.key === "Escape" && !busy && !event.defaultPrevented) hide();
  }, true);
  cover.addEventListener("cancel", (event) => event.preventDefault());
  cover.querySelector("[data-show]").addEventListener("click", async () => {
    const answer = await fetch(hiding.href, { redirect: "manual" }).catch(() => null);
    if (answer && !answer.ok) return location.reload();
    cover.close();
    document.title = title;
    wait();
  });
  for (const sign of ["pointerdown", "pointermove", "keydown", "wheel", "touchmove"]) addEventListener(sign, wait, { passive: true });
  wait();
}
document.addEventListener("allauth.error", (event) => {
  const place = document.querySelector("[data-passkey-problem]");
  if (!place) return;
  event.preventDefault();
  place.textContent = document.querySelector("[data-passkey-words]").content.textContent;
});
