import type { FlowNode } from "../support/flow";

/** Core's `tls-config` node `tls` as the editor saves it. @param settings `ca`, `cert`, `key`: paths of files */
export function tlsNode(settings: object = {}): FlowNode {
  const files = { certType: "files", cert: "", key: "", ca: "", p12: "" };
  const names = { certname: "", keyname: "", caname: "", p12name: "", servername: "", alpnprotocol: "" };
  return { id: "tls", type: "tls-config", ...files, ...names, verifyservercert: true, ...settings };
}
