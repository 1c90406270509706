import { type Edge, type EdgeProps, useInternalNode } from "@xyflow/react";
import { memo } from "react";
import type { Tie } from "./data.ts";
import { influence, orthogonal, straight, zigzag } from "./paths.ts";

export type TieEdgeType = Edge<{ tie: Tie; folded: boolean }, "tie">;

/** A tie between two people, drawn by its kind; it follows both while they are moved. */
export const TieEdge = memo(function TieEdge({ source, target, data }: EdgeProps<TieEdgeType>) {
  const from = useInternalNode(source)?.internals.positionAbsolute;
  const to = useInternalNode(target)?.internals.positionAbsolute;
  if (!from || !to || !data) return null;
  const { kind, strength } = data.tie;
  if (kind === "reports_to") return <path className="tie-reports" d={orthogonal(to, from, data.folded)} />;
  if (kind === "works_with") return <path className="tie-works" d={straight(from, to)} />;
  if (kind === "conflicts") return <path className="tie-conflict" d={zigzag(from, to)} />;
  const width = 1 + 4 * (strength ?? 0.25);
  const { path, arrow } = influence(from, to, width);
  return (
    <>
      <path className="tie-influence" d={path} strokeWidth={width} />
      <path className="tie-arrow" d={arrow} />
    </>
  );
});
