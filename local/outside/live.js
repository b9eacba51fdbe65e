/* Brings in what is new every two seconds, and leaves the rest of the page, its focus and its scrolling alone. */
const live = document.querySelector('[data-live]')
setInterval(async () => {
  const answer = await fetch(location.href).catch(() => undefined)
  // The machine is stopped or starting: the next look finds it again.
  if (!answer?.ok) return
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-live]')
  if (live && next && next.innerHTML !== live.innerHTML) live.replaceChildren(...next.childNodes)
}, 2000)
