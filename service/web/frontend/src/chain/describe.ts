// People and ties in words: for screen readers, for the inspector.
import { locale, text } from "../messages.ts";
import { type Chain, drawableTies, type Key, mainRole, type Person } from "./data.ts";

export const share = (value: number): string => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(value);
export const signed = (value: number): string => new Intl.NumberFormat(locale, { signDisplay: "exceptZero", maximumFractionDigits: 2 }).format(value).replace("-", "−");

export function roleWords(person: Person): string {
  const role = mainRole(person);
  const finer = person.roles?.find((held) => held.role === role)?.label;
  return finer ?? (role ? text(`map.${role}`) : text("map.no_role"));
}

/** One sentence about a person: name, title, role, stance, decision weight. */
export function sentence(person: Person): string {
  const parts = [person.placeholder ? text("map.missing") : person.name, person.title, roleWords(person), text(`map.${person.stance ?? "unknown"}`)];
  if (person.decision_weight != null) parts.push(`${text("map.weight")} ${share(person.decision_weight)}`);
  if (person.left_on) parts.push(text("map.former"));
  return parts.filter(Boolean).join(", ");
}

export interface Figure {
  label: string;
  value: string;
}

export function figures(person: Person): Figure[] {
  const line = (label: string, value: number | null | undefined, write: (value: number) => string): Figure[] =>
    value == null ? [] : [{ label: text(label), value: write(value) }];
  return [
    ...line("map.weight", person.decision_weight, share),
    ...line("map.voting", person.voting_power, share),
    ...line("map.contribution", person.contribution, signed),
    ...line("map.confidence", person.confidence, share),
    ...line("map.reach", person.reach, share),
  ];
}

/** Each tie of a person as a sentence that names the other one. */
export function tieSentences(chain: Chain, id: Key): string[] {
  const names = new Map(chain.people.map((person) => [String(person.id), person.name]));
  const own = String(id);
  return drawableTies(chain).flatMap(({ kind, source, target }) => {
    const [from, to] = [String(source), String(target)];
    if (from !== own && to !== own) return [];
    const name = names.get(from === own ? to : from) ?? "";
    if (kind === "reports_to") return [text(from === own ? "map.reports_to" : "map.manages", { name })];
    if (kind === "influences") return [text(from === own ? "map.influences" : "map.influenced_by", { name })];
    return [text(`map.${kind}`, { name })];
  });
}
