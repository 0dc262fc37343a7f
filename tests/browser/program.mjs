// The program on a home of its own: the bundled articles, and one that would like to be more than text.
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

  // Adds many: two hundred speakers, one of whom speaks in every article.
  fillLarge() {
    const pier = ["[[topic]]", 'id = "pier"', 'name = "The ferry pier"', 'proposition = "The ferry pier should stay open."',
      'about = ["ferry pier"]', 'for = ["ferry pier"]', "[[actor]]", 'id = "mira-holt"', 'name = "Mira Holt"', 'kind = "person"', ""];
    const codebook = readFileSync(join(DEMO, "codebook.toml"), "utf8");
    writeFileSync(join(this.folder, "large.toml"), `${codebook}\n${pier.join("\n")}`);
    const letter = (n) => String.fromCharCode(97 + (n % 26));
    const articles = Array.from({ length: 400 }, (_, n) => {
      const name = `Ada ${letter(n).toUpperCase()}${letter(Math.floor((n % 200) / 26) + n)}ford`;
      const [own, other] = n % 3 ? ["supports", "opposes"] : ["opposes", "supports"];
      const day = new Date(Date.UTC(2023, 0, 2 + n)).toISOString().slice(0, 10);
      return JSON.stringify({ id: `large-${n}`, publisher: `Gazette ${n % 7}`, title: `Council ${n}`, date: day,
        text: `Mira Holt said on Monday that she ${own} the ferry pier. ${name} said on Monday that he ${other} the ferry pier.` });
    });
    writeFileSync(join(this.folder, "large.jsonl"), articles.join("\n") + "\n");
    this.run("codebook", "apply", "large.toml");
    this.run("ingest", "large.jsonl");
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
