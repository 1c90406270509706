/** A decision chain as the server describes it (docs/design-system.md, "The chain map"). */
export type Role = "decision_maker" | "influencer" | "end_user";
export type Stance = "advocate" | "supporter" | "neutral" | "sceptic" | "opponent";
export type TieKind = "reports_to" | "influences" | "works_with" | "conflicts";
export type Key = string | number;

export interface Position {
  x: number;
  y: number;
}

export interface Person {
  id: Key;
  name: string;
  title?: string | null;
  organisation?: string | null;
  side?: string | null;
  roles?: { role: Role; sub_role?: string | null; label?: string | null }[];
  stance?: Stance | null;
  stance_value?: number | null;
  confidence?: number | null;
  decision_weight?: number | null;
  voting_power?: number | null;
  reach?: number | null;
  contribution?: number | null;
  blocker?: boolean;
  veto?: boolean;
  left_on?: string | null;
  placeholder?: boolean;
  position?: Position | null;
  href?: string | null;
}

export interface Tie {
  id?: Key;
  kind: TieKind;
  source: Key;
  target: Key;
  strength?: number | null;
}

export interface Chain {
  account?: { id: Key; name: string };
  as_of?: string;
  version?: number;
  editable?: boolean;
  people: Person[];
  ties: Tie[];
}

const RANK: Role[] = ["decision_maker", "influencer", "end_user"];

/** The role whose shape a person takes: the one nearest to the decision. */
export function mainRole(person: Person): Role | null {
  return RANK.find((role) => person.roles?.some((held) => held.role === role)) ?? null;
}

/** Ties between people of the chain; one that names nobody here is left out, since it cannot be drawn. */
export function drawableTies(chain: Chain): Tie[] {
  const known = new Set(chain.people.map(({ id }) => String(id)));
  return chain.ties.filter(({ source, target }) => known.has(String(source)) && known.has(String(target)) && String(source) !== String(target));
}

export async function loadChain(source: string): Promise<Chain> {
  const response = await fetch(source, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!response.ok) throw new Error(`${source}: ${response.status}`);
  return (await response.json()) as Chain;
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0] ?? "";
  if (words.length === 1 && /[^\u0000-\u024f]/.test(first)) return first.slice(-2);
  return ((first[0] ?? "?") + (words.length > 1 ? (words.at(-1)?.[0] ?? "") : "")).toUpperCase();
}
