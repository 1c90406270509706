/** An icon of the page's sprite; the button around it gives the words. */
export function Sign({ name }: { name: string }) {
  return <svg className="icon" aria-hidden="true"><use href={`${document.documentElement.dataset.icons ?? ""}#${name}`} /></svg>;
}
