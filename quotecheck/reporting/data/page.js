(function () {
  'use strict';
  // Data reaches the page as text only: nothing here builds markup.
  const drafts = JSON.parse(document.getElementById('data').textContent);
  const byId = (id) => document.getElementById(id);
  const cards = Array.from(document.querySelectorAll('.card'));
  const said = byId('said');
  const by = byId('by');
  const states = drafts.map((draft) => read('quotecheck sign-off ' + draft.path) || {});
  let keeps = true;
  let current = null;
  document.documentElement.classList.add('js');

  function read(key) {
    try {
      const found = JSON.parse(localStorage.getItem(key));
      return found && typeof found === 'object' ? found : null;
    } catch (error) { return null; }
  }

  function keep(key, value) {
    try { localStorage.setItem(key, JSON.stringify(value)); } catch (error) {
      if (keeps) say('This browser keeps nothing for this page: export before you close it.', true);
      keeps = false;
    }
  }

  function say(words, wrong) {
    said.classList.toggle('wrong', Boolean(wrong));
    said.textContent = words;
  }

  function many(number, thing) { return number + ' ' + thing + (number === 1 ? '' : 's'); }

  // A card knows its draft and item by its id, q-DRAFT-ITEM.
  function place(card) { return card.id.split('-').slice(1).map(Number); }

  // What is known of a quote: only as long as its words are the same.
  function entry(draft, item) {
    const found = states[draft][item.fingerprint];
    return found && found.exact === item.exact ? found : { exact: item.exact, checked: false, note: '', at: '', by: '' };
  }

  function mine(card) {
    const [draft, number] = place(card);
    return { draft: draft, item: drafts[draft].items[number] };
  }

  function paint(card) {
    const { draft, item } = mine(card);
    const known = entry(draft, item);
    card.querySelector('.tick').checked = known.checked;
    const note = card.querySelector('textarea');
    if (note.value !== known.note) note.value = known.note;
    card.classList.toggle('done', known.checked);
    const day = known.at ? known.at.slice(0, 16).replace('T', ' ') : '';
    card.querySelector('.when').textContent = known.by ? known.by + (day ? ', ' + day : '') : '';
  }

  function count() {
    const ticked = cards.filter((card) => card.querySelector('.tick').checked).length;
    byId('ticked').value = ticked;
    byId('ticked-words').textContent = ticked + ' of ' + cards.length;
  }

  function change(card) {
    const { draft, item } = mine(card);
    const checked = card.querySelector('.tick').checked;
    const note = card.querySelector('textarea').value.trim();
    if (checked || note) {
      // Whoever ticks or writes here does it in their own name, also over what came from somebody's file.
      states[draft][item.fingerprint] = { exact: item.exact, checked: checked, note: note, at: moment(), by: '' };
    } else {
      delete states[draft][item.fingerprint];
    }
    keep('quotecheck sign-off ' + drafts[draft].path, states[draft]);
    card.classList.toggle('done', checked);
    card.querySelector('.when').textContent = '';
    count();
  }

  // The local time with its zone, as ISO 8601 writes it.
  function moment() {
    const now = new Date();
    const minutes = -now.getTimezoneOffset();
    const two = (number) => String(Math.floor(Math.abs(number))).padStart(2, '0');
    const local = new Date(now.getTime() + minutes * 60000).toISOString().slice(0, 19);
    return local + (minutes < 0 ? '-' : '+') + two(minutes / 60) + ':' + two(minutes % 60);
  }

  function shown() { return cards.filter((card) => !card.hidden); }

  function select(card, quietly) {
    document.querySelectorAll('.current').forEach((one) => one.classList.remove('current'));
    document.querySelectorAll('[aria-current]').forEach((one) => one.removeAttribute('aria-current'));
    current = card;
    card.classList.add('current');
    card.setAttribute('aria-current', 'true');
    document.querySelectorAll('mark').forEach((mark) => {
      if (mark.dataset.card === card.id) mark.classList.add('current');
    });
    if (quietly) return;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: 'nearest' });
  }

  function go(step, wanted) {
    const list = shown();
    const from = current === null ? (step > 0 ? -1 : cards.length) : cards.indexOf(current);
    const next = (step > 0 ? list : list.slice().reverse()).find((card) =>
      (cards.indexOf(card) - from) * step > 0 && (!wanted || wanted(card)));
    if (next) { select(next); say('Quote ' + (list.indexOf(next) + 1) + ' of ' + list.length + ' shown.'); return; }
    say(list.length ? (step > 0 ? 'That was the last one.' : 'That was the first one.') : 'No quote is shown: change the filters.');
  }

  function filter() {
    const verdicts = new Set(Array.from(document.querySelectorAll('.by-verdict:checked'), (box) => box.value));
    const speaker = byId('by-speaker').value;
    const open = byId('by-open').checked;
    cards.forEach((card) => {
      card.hidden = !(verdicts.has(card.dataset.verdict) && (!speaker || card.dataset.speaker === speaker) &&
        !(open && card.querySelector('.tick').checked));
    });
    document.querySelectorAll('mark, .label').forEach((one) => one.classList.toggle('dimmed', byId(one.dataset.card).hidden));
    say(shown().length + ' of ' + many(cards.length, 'quote') + ' shown.');
  }

  function all() {
    document.querySelectorAll('.by-verdict').forEach((box) => { box.checked = true; });
    byId('by-speaker').value = '';
    byId('by-open').checked = false;
    filter();
  }

  function exportDraft(number) {
    const draft = drafts[number];
    const name = by.value.trim();
    if (!name) { say('Type your name first: a sign-off says who checked.', true); by.focus(); return; }
    const known = draft.items.map((item) => [item, entry(number, item)]).filter((pair) => pair[1].checked || pair[1].note);
    const own = known.filter((pair) => !pair[1].by || pair[1].by === name);
    if (!own.length) { say('Nothing is ticked or noted in ' + draft.path + ' yet' + (known.length ? ' by ' + name : '') + '.', true); return; }
    const items = own.map(([item, state]) => ({
      fingerprint: item.fingerprint, exact: item.exact, claims: item.claims, verdict: item.verdict,
      checked: state.checked, note: state.note, at: state.at
    }));
    const file = { quotecheck: 'sign-off', version: 1, draft: draft.path, draft_sha256: draft.sha256, by: name, items: items };
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2) + '\n'], { type: 'application/json' }));
    link.download = draft.path.split('/').pop().replace(/\.[^.]*$/, '') + '.signoff.json';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    const left = known.length - own.length;
    say(many(items.length, 'quote') + ' exported to ' + link.download + '. Read it with: quotecheck review --import ' + link.download +
      (left ? '. Left out: ' + many(left, 'quote') + ' that others checked.' : ''));
  }

  function isSignoff(file) {
    return Boolean(file) && file.quotecheck === 'sign-off' && file.version === 1 && typeof file.draft === 'string' &&
      typeof file.by === 'string' && Array.isArray(file.items) && file.items.every((item) => item && typeof item.fingerprint === 'string' &&
        typeof item.exact === 'string' && typeof item.checked === 'boolean' && typeof item.note === 'string' && typeof item.at === 'string');
  }

  function take(name, text) {
    let file = null;
    try { file = JSON.parse(text); } catch (error) { file = null; }
    if (!isSignoff(file)) { say(name + ' is no sign-off file that this page can read.', true); return; }
    const number = drafts.findIndex((draft) => draft.path === file.draft);
    if (number < 0) { say(name + ' is about ' + file.draft + ', which is not on this page.', true); return; }
    const here = new Map(drafts[number].items.map((item) => [item.fingerprint, item]));
    const fitting = file.items.filter((item) => here.has(item.fingerprint) && here.get(item.fingerprint).exact === item.exact);
    fitting.forEach((item) => {
      states[number][item.fingerprint] = { exact: item.exact, checked: item.checked, note: item.note, at: item.at, by: file.by };
    });
    keep('quotecheck sign-off ' + drafts[number].path, states[number]);
    cards.forEach(paint);
    count();
    const lost = file.items.length - fitting.length;
    say(many(fitting.length, 'quote') + ' taken over from ' + file.by + '.' +
      (lost ? ' Left out: ' + many(lost, 'quote') + ' whose words or verdict have changed since.' : ''), lost > 0);
  }

  function onKey(event) {
    const typing = event.target.matches('input[type=text], textarea, select');
    if (event.key === 'Escape' && typing && current) { current.focus(); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !byId('keys').checked) return;
    const acts = {
      j: () => go(1), ArrowRight: () => go(1), k: () => go(-1), ArrowLeft: () => go(-1),
      u: () => go(1, (card) => !card.querySelector('.tick').checked),
      c: () => { if (current) current.querySelector('.tick').click(); },
      n: () => { if (current) current.querySelector('textarea').focus(); },
      '?': () => { byId('help').open = !byId('help').open; }
    };
    if (!Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    acts[event.key]();
  }

  cards.forEach((card) => {
    paint(card);
    card.querySelector('.tick').addEventListener('change', () => change(card));
    card.querySelector('textarea').addEventListener('input', () => change(card));
    card.addEventListener('focusin', () => { if (current !== card) select(card, true); });
  });
  document.querySelectorAll('mark, .label').forEach((one) => one.addEventListener('click', (event) => {
    event.preventDefault();
    const card = byId(one.dataset.card);
    if (card.hidden) all();
    select(card);
  }));
  document.querySelectorAll('.by-verdict, #by-speaker, #by-open').forEach((one) => one.addEventListener('change', filter));
  document.querySelectorAll('.export').forEach((one) => one.addEventListener('click', () => exportDraft(Number(one.dataset.draft))));
  byId('all').addEventListener('click', all);
  byId('next').addEventListener('click', () => go(1));
  byId('previous').addEventListener('click', () => go(-1));
  byId('import').addEventListener('change', (event) => {
    const file = event.target.files[0];
    if (file) file.text().then((text) => take(file.name, text));
    event.target.value = '';
  });
  const kept = read('quotecheck name');
  by.value = kept && typeof kept.by === 'string' ? kept.by : '';
  by.addEventListener('input', () => keep('quotecheck name', { by: by.value }));
  document.addEventListener('keydown', onKey);
  // What is scrolled to must not come to lie under the tools, which stay on top of a wide screen.
  const tools = document.querySelector('.tools');
  new ResizeObserver(() => {
    const stays = getComputedStyle(tools).position === 'sticky';
    document.documentElement.style.scrollPaddingTop = (stays ? tools.offsetHeight + 16 : 16) + 'px';
  }).observe(tools);
  count();
})();
