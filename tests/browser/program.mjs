// The program on a home of its own: the bundled articles, and one that would like to be more than text.
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const PROGRAM = process.env.STANCE_PROGRAM ?? here("../../target/debug/stance");
const DEMO = here("../../fixtures/demo");

const EVIL = "<script>window.evil = 1</script><img src=x onerror=\"window.evil = 2\">\u202e\u2067\u001b[31m\u200f";
const ARTICLE = {
  id: "evil",
  title: `Council meets ${EVIL}`,
  publisher: `Gazette ${EVIL}`,
  date: "2024-09-10",
  url: "javascript:window.evil = 3",
  text:
    `Mayor Mira <b>Holt</b> said on Monday that she supports letting Ukraine use long-range weapons ${EVIL}. ` +
    `Mira Holt said that she opposes the strikes inside Russia. ${EVIL}`,
};

export class Program {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "stance-browser-"));
    // Root's PostgreSQL runs as another user, who has to get in.
    chmodSync(this.folder, 0o755);
    this.environment = { ...process.env, STANCE_HOME: join(this.folder, "home"), NO_COLOR: "1" };
    delete this.environment.DATABASE_URL;
  }

  // What a command prints.
  run(...words) {
    return execFileSync(PROGRAM, ["--quiet", ...words], {
      cwd: this.folder,
      env: this.environment,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
  }

  fill() {
    this.run("codebook", "apply", join(DEMO, "codebook.toml"));
    this.run("ingest", join(DEMO, "articles"));
    writeFileSync(join(this.folder, "evil.jsonl"), JSON.stringify(ARTICLE) + "\n");
    this.run("ingest", "evil.jsonl");
  }

  // Prints a report into a file; returns the file's address.
  report(name, ...words) {
    this.run(...words, "--output", `${name}.html`);
    return `file://${join(this.folder, name)}.html`;
  }

  // Serves the record; returns where.
  async serve() {
    this.server = spawn(PROGRAM, ["--quiet", "serve", "--port", "0", "--by", "browser"], {
      cwd: this.folder,
      env: this.environment,
      stdio: ["ignore", "pipe", "inherit"],
    });
    for await (const line of createInterface({ input: this.server.stdout })) {
      const address = line.match(/http:\/\/[\d.]+:\d+/);
      if (address) return address[0];
    }
    throw new Error("the server did not start");
  }

  async end() {
    if (this.server) {
      const ended = new Promise((resolve) => this.server.once("exit", resolve));
      this.server.kill("SIGINT");
      await ended;
    }
    this.run("db", "stop");
    rmSync(this.folder, { recursive: true, force: true });
  }
}
