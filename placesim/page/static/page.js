// What the page does beside htmx: keeps a slider and its number box in step.
document.addEventListener("input", (event) => {
  const other = event.target.dataset && document.getElementById(event.target.dataset.pair);
  if (other) other.value = event.target.value;
});
