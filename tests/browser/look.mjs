// A page in a real browser, and what is wrong with it.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// A folder to put pictures of all pages into; without it, none are taken.
const PICTURES = process.env.STANCE_PICTURES;

export const SCREENS = [
  { name: "phone", width: 390, height: 844, scheme: "light" },
  { name: "desktop", width: 1280, height: 900, scheme: "dark" },
];

export function launch() {
  return puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    // Who is root, as in containers, has no sandbox.
    args: process.getuid() === 0 ? ["--no-sandbox"] : [],
  });
}

// Opens a page on a screen; what goes wrong in it is put into `page.wrong`.
export async function open(browser, screen) {
  const page = await browser.newPage();
  page.wrong = [];
  page.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) page.wrong.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => page.wrong.push(`script: ${error.message}`));
  page.on("requestfailed", (request) => {
    // A page that is left while it loads is no failure.
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") page.wrong.push(`not loaded: ${request.url()}: ${why}`);
  });
  page.on("dialog", (dialog) => {
    page.wrong.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  await page.setViewport({ width: screen.width, height: screen.height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: screen.scheme }]);
  return page;
}

// What is wrong with the page as it stands: errors, what is wider than the screen, violations of axe's rules.
export async function faults(page, name) {
  const wrong = page.wrong.splice(0);
  if (PICTURES) {
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name.replace(/[^\w=-]+/g, "_")}.png`), fullPage: true });
  }
  const shown = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    title: document.querySelector("h1")?.textContent.trim() ?? "",
    evil: window.evil ?? null,
    // Pages show no picture that is not drawn in them; one that is was an article's.
    images: document.querySelectorAll("img").length,
  }));
  if (shown.wide > 0) wrong.push(`${shown.wide} pixels wider than the screen`);
  if (!shown.title) wrong.push("no heading");
  if (shown.evil !== null || shown.images > 0) wrong.push("an article's text was taken for markup");
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const done = await axe.run(document, { resultTypes: ["violations"] });
    return done.violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, where: nodes[0].target.join(" "), n: nodes.length }));
  });
  for (const { id, impact, help, where, n } of violations) {
    if (["serious", "critical"].includes(impact)) wrong.push(`axe: ${id}: ${help} (${n}, the first at ${where})`);
  }
  return wrong.map((fault) => `${name}: ${fault}`);
}
