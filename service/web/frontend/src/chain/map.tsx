import {
  type AriaLabelConfig, Background, type NodeChange, Panel, ReactFlow, ReactFlowProvider, useNodesState, useReactFlow,
} from "@xyflow/react";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { text } from "../messages.ts";
import { type Chain, drawableTies, type Person } from "./data.ts";
import { sentence } from "./describe.ts";
import { Inspector } from "./inspector.tsx";
import { layout, NODE, type Room } from "./layout.ts";
import { foldedReports } from "./paths.ts";
import { PersonNode, type PersonNodeType } from "./person-node.tsx";
import type { Saver } from "./saving.ts";
import { Sign } from "./sign.tsx";
import { TieEdge, type TieEdgeType } from "./tie-edge.tsx";

const nodeTypes = { person: PersonNode };
const edgeTypes = { tie: TieEdge };
const FIT = { padding: "12px", maxZoom: 1.15, duration: 0 } as const;
const MANY = 150;

function nodes(chain: Chain, keep: boolean, room: Room): PersonNodeType[] {
  const positions = layout(chain, keep, room);
  const heaviest = Math.max(0, ...chain.people.map((person) => person.decision_weight ?? 0));
  return chain.people.map((person) => ({
    id: String(person.id),
    type: "person",
    position: positions.get(String(person.id)) ?? { x: 0, y: 0 },
    width: NODE.width,
    height: NODE.height,
    data: { person, heaviest },
    ariaLabel: sentence(person),
  }));
}

function edges(chain: Chain, people: PersonNodeType[]): TieEdgeType[] {
  const ties = drawableTies(chain);
  const folded = foldedReports(ties, new Map(people.map(({ id, position }) => [id, position])));
  return ties.map((tie, at) => ({
    id: `tie ${tie.id ?? at}`, type: "tie", source: String(tie.source), target: String(tie.target), data: { tie, folded: folded.has(tie) }, selectable: false,
  }));
}

interface Properties {
  chain: Chain;
  saver: Saver | null;
  personUrl: string | null;
  room: Room;
}

/** The map with its inspector. People can be moved by pointer and by arrow keys; where the server takes positions, they are kept. */
export function ChainMap({ chain, saver, personUrl, room }: Properties) {
  const [people, setPeople, onNodesChange] = useNodesState(useMemo(() => nodes(chain, true, room), [chain, room]));
  // A chain that was loaded anew keeps everybody where they stand on the page, and the choice.
  useEffect(() => setPeople((before) => {
    const shown = new Map(before.map((node) => [node.id, node]));
    return nodes(chain, true, room).map((node) => ({ ...node, position: shown.get(node.id)?.position ?? node.position, selected: shown.get(node.id)?.selected ?? false }));
  }), [chain, room, setPeople]);
  // While somebody is being moved the lines follow as they are; which way round they go is settled when the move ends.
  const settled = useRef(people);
  if (!people.some(({ dragging }) => dragging)) settled.current = people;
  const ties = useMemo(() => edges(chain, settled.current), [chain, settled.current]);
  const [chosen, setChosen] = useState<string | null>(null);
  const persons = useMemo(() => new Map(chain.people.map((person) => [String(person.id), person])), [chain]);
  const person: Person | null = (chosen && persons.get(chosen)) || null;

  const change = useCallback((changes: NodeChange<PersonNodeType>[]) => {
    onNodesChange(changes);
    for (const one of changes) {
      if (one.type === "position" && one.position && !one.dragging) saver?.moved(persons.get(one.id)?.id ?? one.id, one.position);
      if (one.type === "select") setChosen((before) => (one.selected ? one.id : before === one.id ? null : before));
    }
  }, [onNodesChange, persons, saver]);

  const arrange = useCallback(() => {
    const fresh = nodes(chain, false, room);
    setPeople(fresh);
    for (const node of fresh) saver?.moved(node.data.person.id, node.position);
  }, [chain, room, saver, setPeople]);

  const close = useCallback(() => {
    setPeople((before) => before.map((node) => (node.selected ? { ...node, selected: false } : node)));
    setChosen(null);
  }, [setPeople]);

  return (
    <ReactFlowProvider>
      <div className="chain-canvas">
        <ReactFlow
          nodes={people} edges={ties} nodeTypes={nodeTypes} edgeTypes={edgeTypes} onNodesChange={change}
          nodesConnectable={false} edgesFocusable={false} nodesDraggable={saver !== null} deleteKeyCode={null} selectionKeyCode={null} multiSelectionKeyCode={null}
          zoomOnScroll={false} preventScrolling={false} zoomActivationKeyCode={["Control", "Meta"]} minZoom={0.02} maxZoom={2} fitView fitViewOptions={FIT}
          onlyRenderVisibleElements={people.length > MANY} ariaLabelConfig={ariaLabels()} aria-label={text("map.label")}
        >
          <Background gap={24} size={1} />
          <Controls arrange={saver ? arrange : null} />
        </ReactFlow>
      </div>
      <Inspector chain={chain} person={person} address={person && personUrl ? personUrl.replace("{id}", encodeURIComponent(String(person.id))) : null} close={close} />
    </ReactFlowProvider>
  );
}

function ariaLabels(): Partial<AriaLabelConfig> {
  return {
    "node.a11yDescription.default": text("map.key_select"),
    "node.a11yDescription.keyboardDisabled": text("map.key_select"),
    "node.a11yDescription.ariaLiveMessage": ({ x, y }: { direction: string; x: number; y: number }) => text("map.key_moved", { x: String(x), y: String(y) }),
    "edge.a11yDescription.default": "",
  };
}

function Controls({ arrange }: { arrange: (() => void) | null }) {
  const flow = useReactFlow();
  const button = (label: string, sign: ReactNode, act: () => void) => (
    <button type="button" className="button button-icon" aria-label={text(label)} title={text(label)} onClick={act}>{sign}</button>
  );
  return (
    <Panel position="top-left" className="chain-controls">
      {button("map.zoom_in", <Sign name="plus" />, () => void flow.zoomIn())}
      {button("map.zoom_out", <Sign name="minus" />, () => void flow.zoomOut())}
      {button("map.fit", <Sign name="fit" />, () => void flow.fitView(FIT))}
      {arrange ? button("map.layout", <Sign name="workflow" />, () => { arrange(); requestAnimationFrame(() => void flow.fitView(FIT)); }) : null}
    </Panel>
  );
}
