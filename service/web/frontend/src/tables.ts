// A press anywhere on a row opens what its first link opens; links, buttons and selected text keep their own meaning.
export function startTables(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const row = target.closest<HTMLElement>("tr[data-href]");
    if (!row || target.closest("a, button, input, select, summary, label") || getSelection()?.toString()) return;
    const address = row.dataset.href ?? "";
    if (event.ctrlKey || event.metaKey) window.open(address, "_blank", "noopener");
    else location.assign(address);
  });
}
