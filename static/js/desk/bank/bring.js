/**
 * The page on which a file is brought: it can be dropped anywhere on the panel, and is sent off at once when it is.
 * @module
 */
const drop = document.getElementById("drop");
const file = document.getElementById("file");
const name = document.getElementById("file-name");
const nothing = name.textContent;

function over(event, on) {
  event.preventDefault();
  drop.classList.toggle("is-over", on);
}

file.addEventListener("change", () => { name.textContent = file.files.length ? file.files[0].name : nothing; });
drop.addEventListener("dragenter", (event) => over(event, true));
drop.addEventListener("dragover", (event) => over(event, true));
drop.addEventListener("dragleave", (event) => over(event, drop.contains(event.relatedTarget)));
drop.addEventListener("drop", (event) => {
  over(event, false);
  if (event.dataTransfer.files.length) {
    file.files = event.dataTransfer.files;
    document.getElementById("bring").requestSubmit();
  }
});
