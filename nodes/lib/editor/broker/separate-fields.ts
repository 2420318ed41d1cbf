import { brokerUriOf } from "../../uri/broker-parts";
import { PROTOCOLS, type Protocol } from "../../uri/scheme";
import type { Hint } from "../hint-line";
import { hasPlaceholder } from "../placeholder";
import { reason } from "../texts";
import {
  cutAddress,
  hasPath,
  hostInUri,
  joinAddress,
  knownProtocol,
  loneHost,
  NO_PARTS,
  type AddressParts,
} from "./address-parts";
import type { BrokerDialog } from "./broker-dialog";

/** The parts that are typed in. */
const TYPED = ["host", "port", "path"] as const;

type Typed = (typeof TYPED)[number];

/** What someone typed or pasted as a host that is more than one: a URI, a login, a port. */
const MORE_THAN_A_HOST = /[/@?]|^[^:]+:\d+$/;

/**
 * Protocol, host, port and path in fields of their own: a second view of the one address that is saved. What has no
 * field here stays in the address, and an address that nobody edits here stays as it is.
 */
export class SeparateFields {
  readonly #dialog: BrokerDialog;
  readonly #rows = $("#m2m-separate");
  readonly #replace: (uri: string) => void;
  #parts: AddressParts = NO_PARTS;

  /** @param replace is given a whole address that was typed or pasted into a field */
  constructor(dialog: BrokerDialog, replace: (uri: string) => void) {
    this.#dialog = dialog;
    this.#replace = replace;
    this.#rows.hide();
    for (const part of TYPED) {
      dialog.hint(part, (shown) => this.#partHint(part, shown));
      dialog.input(part).on("input", () => this.#write());
    }
    dialog.input("host").on("change", () => this.takeApart());
    dialog.input("protocol").on("change", () => this.#chooseProtocol());
  }

  /** Shows the address in separate fields, if it can be; tells whether it does. */
  show(): boolean {
    const text = this.#dialog.shown("uri").trim();
    const parts = text === "" ? NO_PARTS : cutAddress(text);
    if (parts === undefined || knownProtocol(parts.scheme) === undefined) return false;
    this.#parts = parts;
    this.#dialog.input("protocol").val(this.#protocol());
    this.#dialog.input("host").val(loneHost(parts.host));
    this.#dialog.input("port").val(parts.port);
    this.#dialog.input("path").val(parts.path);
    this.#showProtocol();
    for (const part of TYPED) this.#dialog.updateHint(part);
    this.#rows.show();
    return true;
  }

  hide(): void {
    this.#rows.hide();
  }

  /** Whether nothing in the fields is wrong; what is in none of them may be. */
  get areValid(): boolean {
    return TYPED.every((part) => this.#partHint(part, this.#dialog.shown(part)) === undefined);
  }

  /** A whole URI pasted as the host, or a port behind it, goes where it belongs. */
  takeApart(): void {
    const host = this.#dialog.shown("host").trim();
    if (!MORE_THAN_A_HOST.test(host.replaceAll(/\$\{[^{}]+\}/g, "1"))) return;
    if (host.includes("://")) return this.#replace(host);
    const parts = cutAddress(`${this.#parts.scheme}://${host}`);
    if (parts === undefined) return;
    const { userInfo, port, path, query } = this.#parts;
    this.#replace(
      joinAddress({
        ...parts,
        userInfo: parts.userInfo || userInfo,
        port: parts.port || port,
        path: parts.path || path,
        query: parts.query || query,
      }),
    );
  }

  #protocol(): Protocol {
    return knownProtocol(this.#parts.scheme) ?? "mqtt";
  }

  /** The port of the protocol before would be wrong for the new one. */
  #chooseProtocol(): void {
    const port = this.#dialog.input("port");
    if (port.val() === String(PROTOCOLS[this.#protocol()].defaultPort)) port.val("");
    this.#parts = { ...this.#parts, scheme: this.#dialog.shown("protocol"), path: "" };
    this.#showProtocol();
    this.#write();
    for (const part of TYPED) this.#dialog.updateHint(part);
  }

  #showProtocol(): void {
    this.#dialog.input("port").attr("placeholder", String(PROTOCOLS[this.#protocol()].defaultPort));
    this.#dialog.input("path").closest(".form-row").toggle(hasPath(this.#protocol()));
  }

  /** A path of a protocol that has none was typed elsewhere, and stays. */
  #write(): void {
    const path = hasPath(this.#protocol()) ? withSlash(this.#dialog.shown("path").trim()) : this.#parts.path;
    const host = hostInUri(this.#dialog.shown("host"));
    this.#parts = { ...this.#parts, host, port: this.#dialog.shown("port").trim(), path };
    this.#dialog.input("uri").val(joinAddress(this.#parts)).trigger("change");
  }

  #partHint(part: Typed, shown: string): Hint | undefined {
    const value = shown.trim();
    if (value === "" || hasPlaceholder(value)) return undefined;
    try {
      brokerUriOf({ scheme: this.#protocol(), host: "host", [part]: value });
      return undefined;
    } catch (error) {
      return { level: "error", text: reason(error) };
    }
  }
}

function withSlash(path: string): string {
  return path === "" || path.startsWith("/") ? path : `/${path}`;
}
