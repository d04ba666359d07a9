// Keys: / search, d w m ranges, x comparison, g then a section, ? help, Esc clears and closes. Never while typing.
(() => {
  const dialog = document.getElementById('keys');
  const sections = {o: '/', t: '/time', c: '/competition', l: '/clients', a: '/alerts'};
  const typing = target => target instanceof HTMLElement && (target.isContentEditable || /^(input|select|textarea)$/i.test(target.tagName));
  const follow = link => { if (link) link.click(); return Boolean(link); };
  let going = 0;

  const cleared = target => {
    const open = [...document.querySelectorAll('.seg details[open], .pop-holder[open]')];
    for (const one of open) one.open = false;
    if (target instanceof HTMLInputElement && target.matches('[data-search]')) {
      if (!target.value) return target.blur();
      target.value = '';
      target.dispatchEvent(new Event('input', {bubbles: true}));
      if (target.form && new URLSearchParams(location.search).has(target.name)) target.form.requestSubmit();
    }
  };

  const act = event => {
    const key = event.key.toLowerCase();
    if (Date.now() < going && sections[key]) { going = 0; return follow(document.querySelector(`[data-go="${sections[key]}"]`)); }
    if (key === 'g') { going = Date.now() + 1200; return true; }
    if (key === '?' && dialog) { if (!dialog.open) dialog.showModal(); return true; }
    if (key === '/') { const field = document.querySelector('[data-search]'); if (field) { field.focus(); field.select(); } return Boolean(field); }
    return /^[dwmx]$/.test(key) && follow(document.querySelector(`[data-key="${key}"]`));
  };

  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key === 'Escape') return cleared(event.target);
    if (!typing(event.target) && !(dialog && dialog.open) && act(event)) event.preventDefault();
  });
  for (const button of document.querySelectorAll('[data-keys]')) button.addEventListener('click', () => dialog && dialog.showModal());
  document.addEventListener('click', event => {
    for (const one of document.querySelectorAll('.seg details[open]')) if (!one.contains(event.target)) one.open = false;
  });
})();
