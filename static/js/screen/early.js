/* Runs before the first paint (a classic script, not a module): the theme that was chosen on this projector. */
(function () {
  var root = document.documentElement;
  root.removeAttribute("data-text");
  root.removeAttribute("data-contrast");
  try {
    var kept = JSON.parse(localStorage.getItem("wenqu:screen")) || {};
    if (kept.theme === "paper") root.removeAttribute("data-theme");
    if (kept.theme === "stage") root.setAttribute("data-theme", "stage");
    if (kept.contrast) root.setAttribute("data-contrast", "high");
  } catch (error) {
    /* no storage: the theme that the server named */
  }
})();
