/* Runs before the first paint (a classic script, not a module), so that large text and contrast do not flash in late. */
(function () {
  try {
    var kept = JSON.parse(localStorage.getItem("wenqu:preferences")) || {};
    if (kept.text) document.documentElement.setAttribute("data-text", kept.text);
    if (kept.contrast) document.documentElement.setAttribute("data-contrast", kept.contrast);
  } catch (error) {
    /* no storage: the page starts in its ordinary dress */
  }
})();
