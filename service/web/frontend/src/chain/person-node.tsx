import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { text } from "../messages.ts";
import { initials, mainRole, type Person, type Role } from "./data.ts";

export type PersonNodeType = Node<{ person: Person; heaviest: number }, "person">;

const LINE = 15; // letters of a name that stand on one line

/** The letters of a text, a Chinese one counting for two. */
function wide(name: string): number {
  return [...name].reduce((sum, letter) => sum + (letter > "\u2e7f" ? 1.8 : 1), 0);
}

/** The outline of a role in a square of 56: rounded square with a double line, hexagon or circle. */
function Outline({ role, className }: { role: Role | null; className: string }) {
  if (role === "decision_maker") {
    return (
      <g className={className}>
        <rect x="2" y="2" width="52" height="52" rx="11" />
        <rect x="6.5" y="6.5" width="43" height="43" rx="7.5" className="inner" />
      </g>
    );
  }
  if (role === "influencer") return <path className={className} d="M15 4.5h26L54.5 28 41 51.5H15L1.5 28z" strokeLinejoin="round" />;
  return <circle className={className} cx="28" cy="28" r="26" />;
}

/** A person of the chain: shape by role, fill by stance, bar by decision weight relative to the heaviest person. */
export const PersonNode = memo(function PersonNode({ data: { person, heaviest } }: NodeProps<PersonNodeType>) {
  const weight = person.decision_weight ?? 0;
  const classes = ["person", person.placeholder ? "missing" : "", person.left_on ? "former" : "", wide(person.name) > LINE ? "long-name" : ""].filter(Boolean).join(" ");
  return (
    <div className={classes}>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <svg className="person-shape" width="56" height="56" viewBox="0 0 56 56" aria-hidden="true">
        <Outline role={mainRole(person)} className={`outline stance-${person.stance ?? "unknown"}`} />
        <text x="28" y="33" className={`on-${person.stance ?? "unknown"}`}>{person.placeholder ? "?" : initials(person.name)}</text>
      </svg>
      {person.blocker || person.veto ? <span className="person-mark" aria-hidden="true">{person.blocker ? "!" : "✓"}</span> : null}
      <span className="person-words">
        <span className="person-name">{person.name}</span>
        <span className="person-title">{person.left_on ? text("map.former") : person.title}</span>
      </span>
      {person.decision_weight == null ? null : (
        <svg className="person-weight" width="64" height="4" aria-hidden="true">
          <rect className="track" width="64" height="4" rx="2" />
          <rect className="fill-accent" width={64 * (heaviest ? weight / heaviest : 0)} height="4" rx="2" />
        </svg>
      )}
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  );
});
