"""The page's own style and script. Nothing here is made from documents or questions.

The script turns the marks of answers into requests for the proof panel: it writes what is wanted into a hidden field
and presses the hidden button beside it. It never makes HTML.
"""

CSS = """
.gradio-container { overflow: clip !important; max-width: 96rem !important; margin: 0 auto !important; width: 100%; }
.gradio-container > main, .gradio-container > main > .wrap, #columns { width: 100%; }
.message .quoted-answer, .message .quoted-answer :not(mark), .message .quoted-question {
  color: var(--body-text-color); }
#columns { align-items: flex-start; gap: 1.25rem; }
#title { margin: 0; flex-direction: row; align-items: baseline; gap: 1rem; } #title > * { width: auto; min-width: 0; }
#title h1 { font-size: 1.35rem; margin: 0; white-space: nowrap; } #title > :first-child { flex: none; }
#conversation .prose { opacity: 1; }
#conversation .message-row .message, #conversation .bot, #conversation .user { font-size: 1rem; }
.quoted-short { font-size: 1.18em; font-weight: 600; margin: 0 0 .5em; line-height: 1.4; }
ul.quoted-short { padding-inline-start: 1.2em; } ul.quoted-short li { margin: .1em 0; }
.quoted-answer .quoted-quote, .quoted-quote { margin: .7em 0 .2em !important; }
.quoted-quote { border-inline-start: 3px solid var(--color-accent); padding-inline-start: .8em; }
.quoted-source, .quoted-understood, .quoted-nearest, .quoted-note, .quoted-confidence { font-size: .9em; }
.quoted-answer .quoted-source, .quoted-proof .quoted-source, .quoted-understood, .quoted-note, p.quoted-nearest {
  margin: .15em 0 .7em; }
.quoted-source cite { font-style: italic; }
.quoted-confidence span { border-bottom: 1px dotted currentColor; cursor: help; }
.quoted-prose { margin: 0 0 .6em; line-height: 1.55; }
.quoted-writing { margin: .6em 0 0; padding-inline-start: .8em; border-inline-start: 3px dotted var(--color-accent); }
.quoted-writing > p, .quoted-answer details p { margin: .25em 0; } .quoted-struck small { font-style: italic; }
.quoted-answer summary { cursor: pointer; font-size: .9em; min-height: 24px; }
ul.quoted-nearest { padding-inline-start: 1.2em; border-inline-start: 3px solid var(--border-color-primary); }
.quoted-mark { font-weight: 600; text-decoration: none !important; padding: .1em .15em; white-space: nowrap; }
.quoted-mark:hover { text-decoration: underline !important; }
.quoted-answer mark, .quoted-here { background: #ffe58a; color: #1a1a1a; padding: 0 .1em; border-radius: 2px; }
.quoted-other { background: #fff5cf; color: #1a1a1a; }
.dark .quoted-answer mark, .dark .quoted-here { background: #e8c34a; }
.dark .quoted-other { background: #6b5a24; color: #fff; }
.quoted-answer, .quoted-question, .quoted-notice, .quoted-proof, .quoted-table { overflow-wrap: anywhere; }
table.quoted-said { border-collapse: collapse; margin: .4em 0 .8em; }
table.quoted-said caption, .quoted-table caption { text-align: start; font-size: .9em; padding: .2em 0; opacity: .85; }
#conversation table.quoted-said, #conversation table.quoted-said tr { border: 0; }
#conversation table.quoted-said :is(th, td) { text-align: start; padding: .3em .8em .3em 0; vertical-align: top;
  border: 0; border-top: 1px solid var(--border-color-primary); }
#conversation table.quoted-said th { font-weight: 400; } #conversation table.quoted-said td { font-weight: 600; }
table.quoted-said small { opacity: .8; font-weight: 400; }
#columns > :last-child { align-self: stretch; pointer-events: none; } #proof { pointer-events: auto; }
#proof { position: sticky; top: .5rem; min-height: 12rem; border: 1px solid var(--border-color-primary);
  border-radius: var(--radius-lg); background: var(--background-fill-primary); padding: 1rem; }
.quoted-proof { display: flex; flex-direction: column; max-height: calc(100vh - 4rem); }
.quoted-headline { font-size: 1.1rem; font-weight: 650; line-height: 1.3; margin: 0 0 .3rem; outline-offset: 4px; }
.quoted-steps { display: flex; align-items: center; gap: .6rem; margin: 0 0 .6rem; font-size: .9em; }
.quoted-text { overflow-y: auto; position: relative; line-height: 1.6; padding-inline-end: .5rem; min-height: 8rem; }
.quoted-text p { margin: 0 0 .8em; }
.quoted-button { border: 1px solid var(--border-color-primary); border-radius: var(--radius-md); padding: .25em .7em;
  background: var(--button-secondary-background-fill); color: var(--button-secondary-text-color); cursor: pointer;
  min-height: 28px; min-width: 28px; }
.quoted-button:hover:not([disabled]) { background: var(--button-secondary-background-fill-hover); }
.quoted-button[disabled] { opacity: .4; cursor: default; }
.quoted-button:focus-visible, .quoted-mark:focus-visible, .quoted-text:focus-visible, #documents a:focus-visible {
  outline: 2px solid var(--color-accent); outline-offset: 2px; }
#suggested { height: 2.9rem; overflow: hidden; }
.quoted-suggestions { display: flex; gap: .5rem; overflow-x: auto; padding: 3px 3px .5rem; }
.quoted-suggestions button { white-space: nowrap; font-size: .9em; font-weight: 400; border-radius: 999px;
  flex: none; margin: 0 !important; height: 2rem; }
.quoted-table { width: 100%; border-collapse: collapse; font-size: .92em; }
.quoted-table, .quoted-table * { border: 0 !important; }
.quoted-table th, .quoted-table td { text-align: start; padding: .45em .6em .45em 0 !important; vertical-align: top;
  border-bottom: 1px solid var(--border-color-primary) !important; overflow-wrap: break-word; }
.quoted-table a { margin: 0 !important; padding: 0 !important; }
.quoted-table .quoted-button { border: 1px solid var(--border-color-primary) !important; font-size: 1em; margin: 0;
  white-space: nowrap; font-weight: 400; }
button[role=tab].selected { color: var(--body-text-color) !important; font-weight: 600; }
#only [class*=info], #only input, #upload .wrap, #upload .or { color: var(--body-text-color) !important; }
.quoted-table td:nth-child(3), .quoted-table time { white-space: nowrap; }
#documents .quoted-table td:first-child { min-width: 11rem; }
.quoted-table th { font-weight: 600; }
#documents { overflow-x: auto !important; }
.quoted-still-there, .quoted-moved { font-weight: 600; color: #17692f; }
.quoted-changed, .quoted-gone { font-weight: 600; color: #a3241b; }
.dark .quoted-still-there, .dark .quoted-moved { color: #7ddb97; }
.dark .quoted-changed, .dark .quoted-gone { color: #ff9c92; }
.quoted-figure { margin: .5rem 0 1.5rem; position: relative; }
.quoted-plot { display: block; overflow: visible; width: calc(100% - 2rem); font-size: 11.5px; }
.quoted-plot text { fill: var(--body-text-color); unicode-bidi: plaintext; }
.quoted-plot .quoted-row { font-size: 12.5px; font-weight: 600; }
.quoted-plot .quoted-tick text { opacity: .85; }
.quoted-plot :is(.quoted-tick line, .quoted-base) { stroke: var(--border-color-primary); }
.quoted-plot .quoted-tick line { stroke-dasharray: 1 4; } .quoted-plot .quoted-base { stroke-width: 1.5; }
.quoted-plot a circle { fill: var(--color-accent); stroke: var(--background-fill-primary); }
.quoted-plot a .quoted-crowded { stroke: none; }
.quoted-plot a line { stroke: var(--color-accent); opacity: .45; }
.quoted-plot a .quoted-lasts { stroke-width: 3; stroke-linecap: round; opacity: .22; }
.quoted-plot a .quoted-ring { fill: var(--background-fill-primary); stroke: var(--color-accent); stroke-width: 1.5; }
.quoted-plot a:is(:hover, :focus-visible) circle:not(.quoted-ring) { fill: var(--body-text-color); }
.quoted-plot a:is(:hover, :focus-visible) :is(.quoted-ring, line) { stroke: var(--body-text-color); opacity: 1; }
.quoted-plot a { outline-offset: 3px; } .quoted-plot a:focus-visible { outline: 2px solid var(--body-text-color); }
.quoted-figure figcaption { font-size: .85em; opacity: .85; margin-top: .4rem; }
.quoted-skip:not(:focus) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
ol.quoted-events { list-style: none; padding: 0; margin: 0; outline: none; overflow-wrap: anywhere; }
.quoted-day { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: 0 1.25rem; padding: 1rem 0 .25rem;
  margin: 0; border-top: 1px solid var(--border-color-primary); }
h2.quoted-date { font-size: .92rem; font-weight: 600; line-height: 1.6; margin: 0; color: var(--body-text-color);
  position: sticky; top: 1rem; align-self: start; }
.quoted-event { padding: 0 .5rem 0 0; margin: 0 0 .75rem; scroll-margin-top: 4rem; border-radius: var(--radius-md); }
.quoted-event:target { outline: 2px solid var(--color-accent); outline-offset: 6px; }
.quoted-event .quoted-quote { margin: 0 0 .2em !important; line-height: 1.5; font-size: 1rem; }
.quoted-event .quoted-source { margin: 0 0 .35em; } :is(#timeline, #proof) a { margin: 0; padding: 0; }
.quoted-event .quoted-source a { color: inherit; text-decoration-color: var(--border-color-primary); }
.quoted-event .quoted-source a:hover { text-decoration-color: currentColor; }
.quoted-event mark { padding: 0 .1em; border-radius: 2px; }
.quoted-event summary { cursor: pointer; font-size: .9em; min-height: 24px; }
.quoted-event details > .quoted-quote { margin-top: .6em !important; }
.quoted-event mark { background: #ffe58a; color: #1a1a1a; } .dark .quoted-event mark { background: #e8c34a; }
.quoted-hidden, [data-testid=status-tracker] { display: none !important; }
#conversation .scroll-down-button-container { left: auto; right: .3rem; transform: none; }
#conversation .scroll-down-button-container > * { background: var(--background-fill-primary);
  border: 1px solid var(--border-color-primary); border-radius: 999px; }
#upload button { padding-top: 1.6rem; } #upload [data-testid=upload-icon] { display: none; }
@media (max-width: 40rem) {
  .tab-container > button { padding: 0 .35rem !important; }
  .quoted-plot .quoted-wide { display: none; } .quoted-day { grid-template-columns: minmax(0, 1fr); gap: .5rem; }
  h2.quoted-date { position: static; }
  #documents thead, #documents td:is(:nth-child(4), :nth-child(6), :empty) { display: none; }
  #documents tr { display: flex; flex-wrap: wrap; align-items: center; gap: 0 .8em; padding: .4em 0;
    border-bottom: 1px solid var(--border-color-primary) !important; }
  #documents .quoted-table td { border: 0 !important; padding: .2em 0 !important; }
  #documents .quoted-table td:first-child { flex: 1 0 100%; } #documents td:last-child { margin-inline-start: auto; }
  #documents td:nth-child(5)::before { content: "version "; }
}
@media (min-width: 40rem) and (max-width: 75rem) {
  #documents :is(th, td):nth-child(4) { display: none; } #documents .quoted-table td:first-child { min-width: 8rem; }
}
@media (max-width: 60rem) {
  #columns { flex-direction: column; } #columns > * { width: 100%; }
  #proof { position: static; } .quoted-proof { max-height: 80vh; }
}
@media (prefers-reduced-motion: reduce) { * { scroll-behavior: auto !important; transition: none !important; } }
"""

SCRIPT = """
<script>
(() => {
  "use strict";
  const place = /^#quoted-([0-9a-f]{12})-(\\d+)-(\\d+)$/;
  let byPerson = false, count = 0;

  function tell(id, value) {
    const field = document.querySelector(`#${id} textarea, #${id} input`);
    if (!field) return;
    const kind = field.tagName === "TEXTAREA" ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(field, value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => document.querySelector(`button#${id}-now`)?.click(), 30);
  }

  function reveal() {
    const proof = document.querySelector("#proof"), box = proof.getBoundingClientRect();
    if (box.top > innerHeight * 0.7 || box.bottom < 100) proof.scrollIntoView({ block: "start" });
    document.querySelector("#proof .quoted-headline")?.focus({ preventScroll: true });
  }

  function show(places, at) {
    byPerson = true;
    reveal();
    tell("wanted", JSON.stringify({ places, at, count: ++count }));
  }

  function placesAround(link) {
    const group = link.closest(".quoted-answer, .quoted-receipt, .quoted-event") || link.parentElement;
    const seen = new Map();
    for (const other of group.querySelectorAll("a[href^='#quoted-']")) {
      const found = place.exec(other.getAttribute("href"));
      if (found) seen.set(found[0], [found[1], Number(found[2]), Number(found[3])]);
    }
    return seen;
  }

  function onClick(event) {
    const link = event.target.closest("a[href^='#quoted-']");
    if (link) {
      event.preventDefault();
      event.stopImmediatePropagation();
      const around = placesAround(link);
      show([...around.values()], [...around.keys()].indexOf(link.getAttribute("href")));
      return;
    }
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.step) {
      const proof = button.closest(".quoted-proof");
      show(JSON.parse(proof.dataset.places), Number(proof.dataset.at) + Number(button.dataset.step));
    } else if (button.dataset.ask) {
      tell("question", button.dataset.ask);
      setTimeout(() => document.querySelector("#question .submit-button, #question button")?.click(), 60);
    } else if (button.dataset.remove) {
      const wanted = JSON.stringify({ id: button.dataset.remove, count: ++count });
      if (button.dataset.sure) return tell("removing", wanted);
      button.dataset.sure = "1";
      button.textContent = "Really remove?";
      setTimeout(() => { delete button.dataset.sure; button.textContent = "Remove"; }, 4000);
    }
  }

  function onProof() {
    const mark = document.querySelector("#proof .quoted-here"), text = document.querySelector("#proof .quoted-text");
    if (mark && text) text.scrollTop = mark.offsetTop - text.clientHeight / 3;
    if (!byPerson) return;
    byPerson = false;
    reveal();
  }

  // Gradio names its upload area by other words than it shows, and its file fields not at all.
  function nameUploads() {
    for (const button of document.querySelectorAll("#upload button[aria-label]")) {
      const shown = button.textContent.replace(/\\s+/g, " ").trim();
      if (shown && !button.ariaLabel.startsWith(shown)) button.ariaLabel = `${shown}: ${uploadLabel}`;
    }
    for (const field of document.querySelectorAll("input[type=file]:not([aria-label])")) field.ariaLabel = "Files";
  }
  const uploadLabel = "text, Markdown, HTML, PDF, Word, EPUB";

  document.addEventListener("click", onClick, true);
  let messages = 0;
  function onChat() {
    const all = document.querySelectorAll("#conversation :is(.quoted-question, .quoted-answer, .quoted-notice)");
    if (all.length === messages) return;
    messages = all.length;
    const question = [...all].findLast((m) => m.matches(".quoted-question"));
    let box = question?.parentElement;
    while (box && !(box.scrollHeight > box.clientHeight + 4 && /auto|scroll/.test(getComputedStyle(box).overflowY))) {
      box = box.parentElement;
    }
    if (!box || !box.closest("#conversation")) return;
    box.scrollTop += question.getBoundingClientRect().top - box.getBoundingClientRect().top - 16;
  }

  let proofChanged = false, waiting = false;
  new MutationObserver((changes) => {
    proofChanged ||= changes.some((c) => c.target.closest?.("#proof"));
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      if (proofChanged) onProof();
      proofChanged = false;
      onChat();
      nameUploads();
    });
  }).observe(document, { childList: true, subtree: true });

  window.quotedPage = {
    copy: (text) => navigator.clipboard.writeText(text),
    save: (text, name, type) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type }));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    },
  };
})();
</script>
"""

COPY = "(text) => { quotedPage.copy(text); }"
SAVE_MARKDOWN = "(text) => { quotedPage.save(text, 'conversation.md', 'text/markdown'); }"
SAVE_JSON = "(text) => { quotedPage.save(text, 'conversation.json', 'application/json'); }"
