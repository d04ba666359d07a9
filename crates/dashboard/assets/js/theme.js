// The theme at once, without a new page; the server keeps it in a cookie.
(() => {
  for (const hidden of document.querySelectorAll('[data-scripted][hidden]')) hidden.hidden = false;
  const form = document.querySelector('[data-themes]');
  if (!form) return;
  form.addEventListener('submit', async event => {
    const chosen = event.submitter;
    if (!chosen || chosen.name !== 'theme') return;
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(form));
    fields.set('theme', chosen.value);
    document.documentElement.dataset.theme = chosen.value;
    for (const button of form.querySelectorAll('button')) button.setAttribute('aria-pressed', String(button === chosen));
    try {
      const answer = await fetch(form.action, {method: 'POST', body: fields, redirect: 'manual'});
      if (answer.status >= 400) form.submit();
    } catch { /* The colours hold for this page; the next visit asks again. */ }
  });
})();
