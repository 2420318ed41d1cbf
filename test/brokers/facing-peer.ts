import type { Packet } from "mqtt-packet";
import { deploy, type DeployedFlow } from "../support/flow";
import { startPeer, type PeerConnection, type ScriptedPeer } from "../support/scripted-peer";
import { plantNodes } from "./plant-nodes";

/** Starts a scripted broker and deploys the plant's nodes facing it; the broker is stopped after the test. */
export type Facing = (
  script: (packet: Packet, connection: PeerConnection, count: number) => void,
  config?: object,
) => Promise<DeployedFlow>;

/** Gives the tests of a describe block a scripted broker each. */
export function useScriptedPeer(): Facing {
  let peer: ScriptedPeer | undefined;
  afterEach(() => peer?.stop());
  return async (script, config = {}) => {
    peer = await startPeer(script);
    return deploy(plantNodes({ uri: peer.uri, reconnectMin: 1, reconnectMax: 1, ...config }));
  };
}
