import { KeyValueList } from "../key-value-list";
import { showValue } from "../saved-value";
import { sharedText } from "../texts";
import { mayBe } from "./address";
import type { BrokerDialog } from "./broker-dialog";
import { SAVED_SECRET } from "./saved-secret";

/**
 * The part about the WebSocket's handshake, there only for an address that may be one.
 * @returns tells whether headers are set
 */
export function prepareWebSocket(dialog: BrokerDialog): () => boolean {
  showValue(dialog.input("subprotocol"), dialog.saved("websocket").subprotocol);
  dialog.compose("websocket", () => {
    const subprotocol = dialog.shown("subprotocol");
    return subprotocol === "" ? {} : { subprotocol };
  });
  const showPart = (): void => void $("#m2m-websocket").toggle(mayBe("websocket", dialog.shown("uri")));
  dialog.input("uri").on("input change", showPart);
  showPart();
  prepareHeaders(dialog);
  return () => dialog.shown("websocketHeaders") !== "";
}

/** Headers carry tokens, so those saved before are never shown: they stay, or others take their place. */
function prepareHeaders(dialog: BrokerDialog): void {
  const saved = dialog.input("websocketHeaders");
  const before = dialog.shown("websocketHeaders");
  const isSecret = (): boolean => dialog.shown("websocketHeaders") === SAVED_SECRET;
  const list = new KeyValueList(dialog.input("headers"), isSecret() ? {} : parse(before));
  const write = (): void => {
    const isEmpty = Object.keys(list.value).length === 0;
    saved.val(isEmpty && before === SAVED_SECRET ? before : isEmpty ? "" : JSON.stringify(list.value));
    dialog.updateHint("headers");
  };
  dialog.input("headers").on("input change", write);
  dialog.hint("headers", () => (isSecret() ? { level: "info", text: sharedText("hint.headersSaved") } : undefined));
  const forget = $("#m2m-forget-headers").toggle(isSecret());
  forget.on("click", () => {
    saved.val("").trigger("change");
    dialog.updateHint("headers");
    forget.hide().closest(".form-row").find(".red-ui-editableList-addButton").trigger("focus");
  });
}

function parse(saved: string): Record<string, string> {
  try {
    return JSON.parse(saved || "{}") as Record<string, string>;
  } catch {
    return {};
  }
}
