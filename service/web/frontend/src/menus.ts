// <details class="menu">: closes on a click elsewhere, on Escape and when the focus leaves; arrows move within.
export function startMenus(): void {
  document.addEventListener("click", (event) => {
    document.querySelectorAll<HTMLDetailsElement>("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target as Node)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    const menu = (event.target as Element).closest<HTMLDetailsElement>("details.menu");
    if (!menu?.open) return;
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const items = [...menu.querySelectorAll<HTMLElement>(".menu-item")];
      const here = items.indexOf(document.activeElement as HTMLElement);
      const next = (here + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length;
      items[here < 0 && event.key === "ArrowUp" ? items.length - 1 : next]?.focus();
    }
  });
  document.addEventListener("focusout", (event) => {
    const menu = (event.target as Element).closest<HTMLDetailsElement>("details.menu[open]");
    if (menu && event.relatedTarget && !menu.contains(event.relatedTarget as Node)) menu.open = false;
  });
}
