// Refresh in place: the server tells of a new view, the page asks for itself again and swaps the parts that differ.
// A part that is being used (focus, something typed, something selected) waits until it is not.
(() => {
  const root = document.documentElement;
  const label = document.querySelector('[data-fresh]');
  if (!label || !window.EventSource) return;
  const when = label.querySelector('.when');
  const toggle = document.querySelector('[data-auto-toggle]');
  const put = new Map();
  const pending = new Map();
  let source = null, retry = 0, asking = null, again = false;
  let auto = true;
  try { auto = localStorage.getItem('auto') !== '0'; } catch { /* Without storage it is on. */ }

  const parts = doc => new Map([...doc.querySelectorAll('[data-live]')].map(part => [part.dataset.live, part]));
  for (const [name, part] of parts(document)) put.set(name, part.innerHTML);

  // The label: how old what is shown is, or why it is not kept fresh.
  const age = millis => {
    const seconds = Math.max(0, Math.round(millis / 1000));
    const [pattern, n] = seconds < 60 ? [label.dataset.s, seconds]
      : seconds < 3600 ? [label.dataset.min, Math.floor(seconds / 60)] : [label.dataset.h, Math.floor(seconds / 3600)];
    return (pattern || '{n} s').replace('{n}', n);
  };
  const tell = () => {
    const state = pending.size ? 'waiting' : label.dataset.state;
    const own = {paused: label.dataset.paused, lost: label.dataset.lost, waiting: label.dataset.waiting}[state];
    const text = own || (label.dataset.ago || '{age}').replace('{age}', age(Date.now() - Number(root.dataset.taken)));
    if (when && when.textContent !== text) when.textContent = text;
  };
  const say = state => { label.dataset.state = state; tell(); };
  setInterval(() => document.hidden || tell(), 1000);

  // What the reader is at must not move.
  const changed = field => field instanceof HTMLSelectElement
    ? [...field.options].some(option => option.selected !== option.defaultSelected)
    : /^(checkbox|radio)$/.test(field.type) ? field.checked !== field.defaultChecked
      : field.type !== 'hidden' && field.value !== field.defaultValue;
  const busy = part => {
    const chosen = getSelection();
    return part.contains(document.activeElement)
      || [...part.querySelectorAll('input,textarea,select')].some(changed)
      || Boolean(chosen && !chosen.isCollapsed && part.contains(chosen.anchorNode));
  };
  const swap = (part, fresh) => {
    const open = [...part.querySelectorAll('details[id][open]')].map(details => details.id);
    const scrolled = [...part.querySelectorAll('.table-wrap')].map(box => [box.scrollLeft, box.scrollTop]);
    const [x, y] = [scrollX, scrollY];
    for (const {name, value} of fresh.attributes) if (part.getAttribute(name) !== value) part.setAttribute(name, value);
    put.set(part.dataset.live, fresh.innerHTML);
    part.replaceChildren(...[...fresh.childNodes].map(node => document.importNode(node, true)));
    for (const id of open) { const details = document.getElementById(id); if (details) details.open = true; }
    part.querySelectorAll('.table-wrap').forEach((box, at) => { if (scrolled[at]) [box.scrollLeft, box.scrollTop] = scrolled[at]; });
    for (const hidden of part.querySelectorAll('[data-scripted][hidden]')) hidden.hidden = false;
    if (scrollX !== x || scrollY !== y) scrollTo({left: x, top: y, behavior: 'instant'});
    part.dispatchEvent(new CustomEvent('live', {bubbles: true}));
  };
  const place = (name, part, fresh) => {
    if (put.get(name) === fresh.innerHTML) return pending.delete(name);
    if (busy(part)) { part.dataset.stale = ''; return pending.set(name, fresh); }
    pending.delete(name);
    delete part.dataset.stale;
    swap(part, fresh);
  };
  const settle = () => {
    const here = parts(document);
    for (const [name, fresh] of [...pending]) if (here.has(name)) place(name, here.get(name), fresh); else pending.delete(name);
    tell();
  };
  for (const event of ['focusout', 'selectionchange', 'reset']) {
    document.addEventListener(event, () => pending.size && setTimeout(settle, 50));
  }

  // Asks for this very page again; one request at a time, and one more where news came meanwhile.
  const renew = async () => {
    if (asking) { again = true; return asking; }
    asking = (async () => {
      const answer = await fetch(location.href, {headers: {accept: 'text/html'}, cache: 'no-cache'});
      if (new URL(answer.url).pathname === '/login' && location.pathname !== '/login') return location.reload();
      if (!answer.ok) throw new Error(String(answer.status));
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const here = parts(document);
      for (const [name, part] of parts(fresh)) if (here.has(name)) place(name, here.get(name), part);
      root.dataset.stamp = fresh.documentElement.dataset.stamp;
      root.dataset.taken = fresh.documentElement.dataset.taken;
      tell();
    })();
    try { await asking; } catch { say('lost'); } finally { asking = null; }
    if (again) { again = false; return renew(); }
  };

  // The strip of a scan under way.
  const strip = document.querySelector('[data-scan-strip]');
  const scan = said => {
    if (!strip) return;
    strip.hidden = !/^(waiting|running)$/.test(said.state);
    const title = document.getElementById('scan-title');
    if (title) title.textContent = said.title;
    for (const piece of strip.querySelectorAll('[data-scan]')) {
      if (piece.dataset.scan === 'bar') { piece.max = said.all; piece.value = said.done; }
      else piece.innerHTML = said[piece.dataset.scan];
    }
  };

  // Open while the page is seen.
  const listen = () => {
    clearTimeout(retry);
    if (source || document.hidden) return;
    source = new EventSource(`/events?lang=${root.lang}`);
    source.addEventListener('stamp', event => {
      say(auto ? 'live' : 'paused');
      if (auto && JSON.parse(event.data).stamp !== root.dataset.stamp) renew();
    });
    source.addEventListener('scan', event => scan(JSON.parse(event.data)));
    source.onerror = () => {
      say('lost');
      if (source && source.readyState === EventSource.CLOSED) { rest(); retry = setTimeout(listen, 15000); }
    };
  };
  const rest = () => { if (source) source.close(); source = null; };
  document.addEventListener('visibilitychange', () => document.hidden ? (clearTimeout(retry), rest()) : listen());
  addEventListener('pagehide', rest);
  addEventListener('pageshow', event => event.persisted && listen());

  const show = () => {
    root.dataset.auto = auto ? '1' : '0';
    if (toggle) toggle.setAttribute('aria-pressed', String(auto));
    say(auto ? 'live' : 'paused');
  };
  if (toggle) toggle.addEventListener('click', () => {
    auto = !auto;
    try { localStorage.setItem('auto', auto ? '1' : '0'); } catch { /* It holds for this page. */ }
    show();
    if (auto) renew();
  });
  const form = document.querySelector('form[action="/refresh"]');
  if (form) form.addEventListener('submit', async event => {
    event.preventDefault();
    try {
      const answer = await fetch(form.action, {method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual'});
      if (answer.status >= 400) return form.submit();
      await renew();
    } catch { say('lost'); }
  });
  show();
  listen();
})();
