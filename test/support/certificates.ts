import { mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { programsMissing } from "./installed-programs";
import { run } from "./program";

/** Paths of PEM files. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** Files that openssl made; but for the self-signed one, all are signed by the authority. */
export interface Certificates {
  /** The private authority that a peer has to be told to trust. */
  readonly ca: string;
  /** For `localhost` and 127.0.0.1. */
  readonly server: KeyPair;
  /** The same, until yesterday. */
  readonly expired: KeyPair;
  /** The same, from tomorrow. */
  readonly notYetValid: KeyPair;
  /** For `broker.example` and `*.plant.example`. */
  readonly otherHost: KeyPair;
  readonly selfSigned: KeyPair;
  readonly client: KeyPair & {
    /** The key, encrypted with the passphrase. */
    readonly encryptedKey: string;
    /** Certificate, key and the authority's certificate, PKCS #12, encrypted with the passphrase. */
    readonly pfx: string;
    readonly passphrase: string;
  };
}

const PASSPHRASE = "open sesame";
const DAY = 24 * 60 * 60 * 1_000;
const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
const LOCAL = "DNS:localhost, IP:127.0.0.1";

/** `openssl ca` is the command of openssl 3.0 that takes a beginning and an end. */
const AUTHORITY = `
[ca]
default_ca = authority
[authority]
database = index
new_certs_dir = .
certificate = ca.crt
private_key = ca.key
default_md = sha256
policy = any
unique_subject = no
rand_serial = yes
[any]
commonName = supplied
`;

/** What keeps tests with certificates from running here, and how to get it. */
export function opensslMissing(): string | undefined {
  return programsMissing(["openssl"], "openssl");
}

let made: Promise<Certificates> | undefined;

/** The certificates of this test run, valid for a day; their folder goes away with this process. */
export function certificates(): Promise<Certificates> {
  made ??= make(mkdtempSync(path.join(tmpdir(), "certificates-")));
  return made;
}

async function make(folder: string): Promise<Certificates> {
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const workshop = new Workshop(folder);
  await workshop.open();
  const server = await workshop.issue("server", "localhost", { names: LOCAL });
  const expired = await workshop.issue("expired", "localhost", { names: LOCAL, from: -2, to: -1 });
  const notYetValid = await workshop.issue("not-yet-valid", "localhost", { names: LOCAL, from: 1, to: 2 });
  const otherHost = await workshop.issue("other-host", "broker.example", {
    names: "DNS:broker.example, DNS:*.plant.example",
  });
  return {
    ca: path.join(folder, "ca.crt"),
    server,
    expired,
    notYetValid,
    otherHost,
    selfSigned: await workshop.selfSign("self-signed", "localhost", LOCAL),
    client: await workshop.encrypt("client", await workshop.issue("client", "flow-1", { names: "DNS:flow-1" })),
  };
}

/** How long a certificate is valid, in days from now, and for which names. */
interface Terms {
  readonly names: string;
  readonly from?: number;
  readonly to?: number;
}

/** A folder where openssl works; all files lie in it. */
class Workshop {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes the authority. */
  async open(): Promise<void> {
    await this.#write("authority", AUTHORITY);
    await this.#write("index", "");
    await this.#openssl("req", "-x509", ...KEY, ...this.#subject("Test CA"), ...this.#out("ca"), "-days", "1");
  }

  /** A certificate signed by the authority. @param commonName of its subject */
  async issue(name: string, commonName: string, { names, from = -1, to = 1 }: Terms): Promise<KeyPair> {
    await this.#write(`${name}.ext`, `subjectAltName = ${names}\n`);
    const request = ["-keyout", `${name}.key`, "-out", `${name}.csr`];
    await this.#openssl("req", ...KEY, ...this.#subject(commonName), ...request);
    const files = ["-config", "authority", "-extfile", `${name}.ext`, "-in", `${name}.csr`, "-out", `${name}.crt`];
    const validity = ["-startdate", opensslDate(from), "-enddate", opensslDate(to)];
    await this.#openssl("ca", "-batch", "-notext", ...files, ...validity);
    return this.#pair(name);
  }

  async selfSign(name: string, commonName: string, names: string): Promise<KeyPair> {
    const extension = ["-addext", `subjectAltName = ${names}`];
    await this.#openssl("req", "-x509", ...KEY, ...this.#subject(commonName), ...this.#out(name), ...extension);
    return this.#pair(name);
  }

  /** The encrypted forms of a pair. */
  async encrypt(name: string, pair: KeyPair): Promise<Certificates["client"]> {
    const secret = ["-passout", `pass:${PASSPHRASE}`];
    const content = ["-in", pair.certificate, "-inkey", pair.key, "-certfile", "ca.crt"];
    await this.#openssl("pkey", "-in", pair.key, "-aes256", ...secret, "-out", `${name}.encrypted.key`);
    await this.#openssl("pkcs12", "-export", ...content, ...secret, "-out", `${name}.pfx`);
    const file = (suffix: string): string => path.join(this.#folder, `${name}.${suffix}`);
    return { ...pair, encryptedKey: file("encrypted.key"), pfx: file("pfx"), passphrase: PASSPHRASE };
  }

  #subject(commonName: string): string[] {
    return ["-subj", `/CN=${commonName}`];
  }

  #out(name: string): string[] {
    return ["-keyout", `${name}.key`, "-out", `${name}.crt`];
  }

  #pair(name: string): KeyPair {
    return { certificate: path.join(this.#folder, `${name}.crt`), key: path.join(this.#folder, `${name}.key`) };
  }

  #write(name: string, content: string): Promise<void> {
    return writeFile(path.join(this.#folder, name), content);
  }

  #openssl(...args: string[]): Promise<string> {
    return run("openssl", args, { cwd: this.#folder });
  }
}

/** `YYMMDDHHMMSSZ` */
function opensslDate(days: number): string {
  const iso = new Date(Date.now() + days * DAY).toISOString();
  return `${iso.slice(2, 19).replace(/\D/g, "")}Z`;
}
