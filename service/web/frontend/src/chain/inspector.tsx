import htmx from "htmx.org";
import { useEffect, useRef } from "react";
import { text } from "../messages.ts";
import type { Chain, Person } from "./data.ts";
import { Sign } from "./sign.tsx";
import { figures, roleWords, tieSentences } from "./describe.ts";

interface Properties {
  chain: Chain;
  person: Person | null;
  address: string | null;
  close: () => void;
}

/** What is known about the chosen person, beside the map and never over it; the page may give its own fragment for it. */
export function Inspector({ chain, person, address, close }: Properties) {
  if (!person) {
    return <aside className="inspector" aria-label={text("map.inspector")}><p className="muted">{text("map.pick")}</p></aside>;
  }
  return (
    <aside className="inspector open" aria-label={text("map.inspector")} aria-live="polite">
      <div className="inspector-head">
        <div>
          <h3>{person.placeholder ? text("map.missing") : person.name}</h3>
          <p className="muted">{[person.title, person.organisation].filter(Boolean).join(" · ")}</p>
        </div>
        <button type="button" className="button button-quiet button-icon button-small" aria-label={text("map.close")} onClick={close}><Sign name="close" /></button>
      </div>
      {address ? <Fragment address={address} /> : <Known chain={chain} person={person} />}
    </aside>
  );
}

function Known({ chain, person }: { chain: Chain; person: Person }) {
  const ties = tieSentences(chain, person.id);
  return (
    <>
      <dl className="definition">
        <dt>{text("map.role")}</dt>
        <dd>{roleWords(person)}</dd>
        <dt>{text("map.stance")}</dt>
        <dd>{text(`map.${person.stance ?? "unknown"}`)}</dd>
        {figures(person).map(({ label, value }) => [<dt key={label}>{label}</dt>, <dd key={`${label} value`} className="tabular">{value}</dd>])}
      </dl>
      {ties.length ? (
        <>
          <h4>{text("map.ties")}</h4>
          <ul>{ties.map((tie) => <li key={tie}>{tie}</li>)}</ul>
        </>
      ) : null}
      {person.href ? <a className="button" href={person.href}>{text("map.open_person")}</a> : null}
    </>
  );
}

/** A fragment of the server, fetched by htmx so that its own attributes work; a quicker choice replaces a slower one. */
function Fragment({ address }: { address: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current) void htmx.ajax("GET", address, { target: place.current, swap: "innerHTML" });
  }, [address]);
  return <div ref={place} key={address} className="inspector-fragment" />;
}
