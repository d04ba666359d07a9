// A chart as PNG: the file the server draws, put on a canvas at twice its size. The reader's own fonts shape its text.
(() => {
  const bytes = (canvas) => new Promise(done => canvas.toBlob(done, 'image/png'));
  const drawn = async address => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([await answer.text()], {type: 'image/svg+xml'}));
    try {
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = image.naturalWidth * 2;
      canvas.height = image.naturalHeight * 2;
      canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
      return await bytes(canvas);
    } finally { URL.revokeObjectURL(image.src); }
  };
  const reveal = () => { for (const link of document.querySelectorAll('[data-png][hidden]')) link.hidden = false; };
  reveal();
  new MutationObserver(reveal).observe(document.getElementById('main') || document.body, {childList: true, subtree: true});
  document.addEventListener('click', async event => {
    const link = event.target instanceof Element ? event.target.closest('[data-png]') : null;
    if (!link) return;
    event.preventDefault();
    try {
      const blob = await drawn(link.href);
      const save = document.createElement('a');
      save.href = URL.createObjectURL(blob);
      save.download = link.dataset.png;
      save.click();
      setTimeout(() => URL.revokeObjectURL(save.href), 10000);
    } catch { location.assign(link.href); }
  });
})();
