// One tooltip for everything marked data-tip: on hover, touch and focus. Arrow keys walk from point to point of a chart.
(() => {
  const tip = document.createElement('div');
  tip.setAttribute('role', 'tooltip');
  tip.id = 'tip';
  tip.hidden = true;
  document.body.append(tip);
  let shown = null;

  // A <title> would show twice; its words move to where only screen readers look.
  const words = of => {
    const title = of.querySelector(':scope > title');
    if (title) { of.setAttribute('aria-label', title.textContent); title.remove(); }
    return of.dataset.tip || of.getAttribute('aria-label') || '';
  };
  const hide = () => { tip.hidden = true; if (shown) shown.removeAttribute('aria-describedby'); shown = null; };
  const show = of => {
    const text = words(of);
    if (!text) return hide();
    if (shown && shown !== of) hide();
    shown = of;
    tip.textContent = text;
    tip.hidden = false;
    if (of.dataset.tip) of.setAttribute('aria-describedby', 'tip');
    const box = (of.querySelector('.dot') || of).getBoundingClientRect();
    const own = tip.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left + box.width / 2 - own.width / 2, innerWidth - own.width - 8));
    const above = box.top - own.height - 8;
    const top = above < 8 ? Math.min(box.bottom + 8, innerHeight - own.height - 8) : above;
    // The policy of the pages forbids style attributes in markup; a script's own assignment is none.
    tip.style.transform = `translate(${Math.round(left)}px,${Math.round(top)}px)`;
  };

  const marked = event => event.target instanceof Element ? event.target.closest('[data-tip]') : null;
  document.addEventListener('pointerover', event => { const of = marked(event); if (of) show(of); else if (shown && shown !== document.activeElement) hide(); });
  document.addEventListener('focusin', event => { const of = marked(event); if (of) show(of); else hide(); });
  document.addEventListener('focusout', hide);
  document.addEventListener('scroll', hide, {passive: true, capture: true});
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') return hide();
    const point = event.target instanceof Element ? event.target.closest('.pt') : null;
    if (!point) return;
    const all = [...point.ownerSVGElement.querySelectorAll('.pt')];
    const at = all.indexOf(point);
    const next = {ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1}[event.key];
    if (next === undefined || !all[next]) return;
    event.preventDefault();
    point.setAttribute('tabindex', '-1');
    all[next].setAttribute('tabindex', '0');
    all[next].focus();
  });
})();
